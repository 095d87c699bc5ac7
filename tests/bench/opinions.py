"""The dashboard of opinions with 120,000 requests and 50,000 answers of three years.

Read by an Odoo shell on a throw-away database (see tools/bench.py). Prints one JSON line: medians of the server time of
the whole opening, in milliseconds and statements, as the direction (figures by technician included) over twelve months
and over everything, as an assistant, and the same figures asked for as one would without statements of our own:
`_read_group` of Odoo, once for each table of the page.
"""

import json
import statistics
import time

REQUESTS, ROUNDS, TYPES, PEOPLE, ZONES = 120_000, 15, 8, 12, 40
FILL = """
INSERT INTO duret_satisfaction_request (name, access_token, kind, state, company_id, partner_id, type_id, zone,
    person_id, done_at, channel, sent_at, answered_at, answer_hours, source, has_nps, nps, nps_class, nps_points,
    has_rating, rating_mean, mark_welcome, mark_delay, mark_quality, mark_cleanliness, mark_booking, mark_other,
    comment, is_unhappy, recovery_state, outcome, create_uid, write_uid, create_date, write_date)
SELECT 'VIS-' || n, 'bench-' || n, CASE WHEN n %% 50 = 0 THEN 'ticket' ELSE 'visit' END,
    CASE WHEN answers THEN 'answered' WHEN n %% 40 = 1 THEN 'skipped' WHEN n < 3000 THEN 'sent' ELSE 'expired' END,
    %(company)s, %(partner)s, (%(types)s::int[])[1 + n %% %(n_types)s], 'Commune ' || n / 3 %% %(n_zones)s,
    (%(people)s::int[])[1 + n / 7 %% %(n_people)s], done, 'mail',
    CASE WHEN answers OR n %% 40 <> 1 THEN done + interval '2 days' END,
    CASE WHEN answers THEN done + late END, CASE WHEN answers THEN extract(epoch FROM late) / 3600 END,
    CASE WHEN answers THEN 'mail' END, answers, CASE WHEN answers THEN nps END,
    CASE WHEN answers THEN CASE WHEN nps >= 9 THEN 'promoter' WHEN nps <= 6 THEN 'detractor' ELSE 'passive' END END,
    CASE WHEN answers THEN CASE WHEN nps >= 9 THEN 100 WHEN nps <= 6 THEN -100 ELSE 0 END END,
    answers, CASE WHEN answers THEN 3 + n %% 20 / 10.0 END,
    CASE WHEN answers THEN 1 + n %% 5 END, CASE WHEN answers THEN 1 + n / 2 %% 5 END,
    CASE WHEN answers THEN 1 + n / 3 %% 5 END, CASE WHEN answers THEN 1 + n / 5 %% 5 END,
    CASE WHEN answers THEN 4 + n %% 2 END, 0,
    CASE WHEN answers AND n %% 3 = 0 THEN 'Technicien à l''heure et soigneux, merci. Avis numéro ' || n END,
    answers AND nps <= 6,
    CASE WHEN answers AND nps <= 6 THEN (ARRAY['open', 'recovered', 'lost', 'solved'])[1 + n %% 4] ELSE 'none' END,
    CASE WHEN answers THEN 3 + 8 + CASE WHEN nps >= 9 THEN 32 WHEN nps <= 6 THEN 128 + 16
        + (ARRAY[0, 256, 512, 0])[1 + n %% 4] ELSE 64 END WHEN n %% 40 = 1 THEN 0 WHEN n < 3000 THEN 5 ELSE 1 END,
    1, 1, done, done
FROM (SELECT n, n %% 12 < 5 AS answers, (ARRAY[10, 9, 9, 8, 10, 7, 3, 9, 10, 6, 8])[1 + n * 7 %% 11] AS nps,
        now() at time zone 'utc' - n * interval '13 minutes' AS done,
        interval '50 hours' + n %% 400 * interval '30 minutes' AS late
    FROM generate_series(1, %(requests)s) n) made
"""


def fill(env, requests=REQUESTS):
    """Types, technicians and requests of about three years; rows are invented and the same each time.

    :return: number of answers
    """
    types = env["fsm.order.type"].create([{"name": f"Type {n}"} for n in range(TYPES)])
    people = env["fsm.person"].create([{"name": f"Technicien {n}"} for n in range(PEOPLE)])
    partner = env["res.partner"].create({"name": "Client de mesure"})
    values = {"company": env.company.id, "partner": partner.id, "requests": requests, "n_zones": ZONES}
    values |= {"types": types.ids, "n_types": TYPES, "people": people.ids, "n_people": PEOPLE}
    env.flush_all()
    env.cr.execute(FILL, values)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    made = env["duret.satisfaction.request"].search([("access_token", "=like", "bench-%")])
    kept = made.mapped("outcome")
    made._compute_outcome()
    assert kept == made.mapped("outcome"), "the column by which the dashboard counts is wrong"
    env.invalidate_all()
    env.cr.rollback()
    return len(made.filtered("answered_at"))


def person(env, role):
    """The environment of somebody of a role, as the web client has it."""
    users = env["res.users"].with_context(no_reset_password=True)
    groups = [(6, 0, env.ref(f"duret_base.group_{role}").ids)]
    user = users.create({"name": role, "login": f"mesure_{role}", "group_ids": groups})
    env.cr.commit()
    return env(user=user.id, context={"lang": "fr_FR", "tz": "Europe/Paris"})


def measure(env, call):
    """Median milliseconds and statements of a call, with empty caches of records, after one warm-up."""
    times, statements = [], 0
    for number in range(ROUNDS + 1):
        env.cr.rollback()
        env.invalidate_all()
        before, started = env.cr.sql_log_count, time.perf_counter()
        assert call()
        if number:
            times.append((time.perf_counter() - started) * 1000)
            statements = env.cr.sql_log_count - before
    return {"ms": statistics.median(times), "statements": statements}


def naive(env):
    """The same figures with Odoo's own grouping: sent and answered, score and ratings, for each table of the page."""
    request = env["duret.satisfaction.request"]
    base = [("kind", "!=", "recovery")]
    means = ["__count", "nps_points:avg", "rating_mean:avg", "answer_hours:avg"]
    marks = [f"mark_{topic}:avg" for topic in ("welcome", "delay", "quality", "cleanliness", "booking", "other")]
    found = []
    for groups in ([], ["done_at:month"], ["type_id"], ["zone"], ["person_id"]):
        found.append(request._read_group([*base, ("sent_at", "!=", False)], groups, ["__count"]))
        found.append(request._read_group([*base, ("answered_at", "!=", False)], groups, means))
        found.append(request._read_group([*base, ("has_nps", "=", True)], [*groups, "nps_class"], ["__count"]))
        found.append(request._read_group([*base, ("is_unhappy", "=", True)], [*groups, "recovery_state"], ["__count"]))
    found.append(request._read_group([*base, ("answered_at", "!=", False)], [], marks))
    # the median is not among Odoo's aggregates
    hours = request.search([*base, ("answered_at", "!=", False)]).mapped("answer_hours")
    found.append(statistics.quantiles(hours, n=4))
    return found


if "env" in globals():
    answers = fill(env)  # noqa: F821  (env is given by the Odoo shell)
    direction, claire = person(env, "direction"), person(env, "assistant")  # noqa: F821
    figures = direction["duret.satisfaction.figures"]
    sides = {
        "year": measure(direction, lambda: figures.duret_figures({"period": "year"})),
        "all": measure(direction, lambda: figures.duret_figures({"period": "all"})),
        "assistant": measure(claire, lambda: claire["duret.satisfaction.figures"].duret_figures({"period": "all"})),
        "naive": measure(direction, lambda: naive(direction)),
    }
    print("BENCH " + json.dumps({"answers": answers, "requests": REQUESTS} | sides))
