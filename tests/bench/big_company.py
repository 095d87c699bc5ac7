"""What Claire waits for in a big database: caller look-up, search box, « Ma journée », first page of a history.

Read by an Odoo shell on a throw-away database (see tools/bench.py), once filled with 10,000 tickets, once with
100,000; contacts (50,000) and calls (200,000) are the same. Prints one JSON line: medians in milliseconds, measured
on the server as an assistant, caches emptied before each call.
"""

import json
import random
import statistics
import sys
import time

sys.path.insert(0, BENCH_FOLDER)  # noqa: F821  (prepended by tools/bench.py)
from volume import LAST, fill  # noqa: E402

SIZES, ROUNDS, SEED = (10_000, 100_000), 25, 19
# The open requests of the volume have an owner, a next action, a deadline and some are to sort, as in real life.
OPEN = """
UPDATE helpdesk_ticket SET user_id = %(user)s,
    duret_sla_state = (ARRAY['ok', 'at_risk', 'breached', 'paused'])[1 + id %% 4],
    duret_sla_deadline = now() at time zone 'utc' + (id %% 200 - 100) * interval '7 minutes',
    duret_triage_state = (ARRAY['none', 'to_sort', 'dispatched', 'confirmed'])[1 + id / 4 %% 4]
 WHERE number >= 'T-500000' AND stage_id = %(open)s
"""
ACTIONS = """
INSERT INTO mail_activity (res_model, res_model_id, res_id, activity_type_id, user_id, date_deadline, duret_deadline,
    summary, active, create_uid, write_uid, create_date, write_date)
SELECT 'helpdesk.ticket', %(model)s, id, %(type)s, %(user)s, current_date + (id %% 15 - 7)::int,
    CASE WHEN id %% 3 = 0 THEN now() at time zone 'utc' + (id %% 600 - 300) * interval '2 minutes' END,
    'Rappeler', true, 1, 1, now(), now()
FROM helpdesk_ticket WHERE number >= 'T-500000' AND stage_id = %(open)s
    AND NOT EXISTS (SELECT 1 FROM mail_activity WHERE res_model = 'helpdesk.ticket' AND res_id = helpdesk_ticket.id)
"""


def assistant():
    """The environment of an assistant of the customer service."""
    users = env["res.users"].with_context(no_reset_password=True)  # noqa: F821  (env is given by the Odoo shell)
    user = users.search([("login", "=", "mesure")]) or users.create(
        {"name": "Mesure", "login": "mesure", "group_ids": [(6, 0, env.ref("duret_base.group_assistant").ids)]}  # noqa: F821
    )
    env.ref("duret_helpdesk.team_customer_service").user_ids = [(4, user.id)]  # noqa: F821
    env.cr.commit()  # noqa: F821
    return user


def enliven(user):
    """Give the open requests what the screens look for."""
    values = {
        "user": user.id,
        "open": env["helpdesk.ticket.stage"].search([]).filtered(lambda stage: not stage.closed)[:1].id,  # noqa: F821
        "model": env["ir.model"]._get_id("helpdesk.ticket"),  # noqa: F821
        "type": env.ref("duret_relance.mail_activity_type_call_back").id,  # noqa: F821
    }
    env.cr.execute(OPEN, values)  # noqa: F821
    env.cr.execute(ACTIONS, values)  # noqa: F821
    env.cr.execute("ANALYZE")  # noqa: F821
    env.cr.commit()  # noqa: F821


def median_ms(call, arguments):
    """Median over the arguments, after one warm-up, with empty caches."""
    times = []
    for number, argument in enumerate([arguments[0], *arguments]):
        env.cr.rollback()  # noqa: F821
        env.invalidate_all()  # noqa: F821
        started = time.perf_counter()
        found = call(argument)
        if number:
            times.append((time.perf_counter() - started) * 1000)
        assert found, argument
    return statistics.median(times)


def measure(claire, client, tickets):
    """Medians of the four, and of the search box by kind of text."""
    rng = random.Random(SEED)
    env.cr.execute(  # noqa: F821
        "SELECT e164 FROM duret_phone p JOIN res_partner c ON c.id = p.partner_id"
        " WHERE c.email LIKE 'client%@volume.example' ORDER BY p.id"
    )
    numbers = [row[0] for row in env.cr.fetchall()]  # noqa: F821
    typed = ["0" + number[3:] for number in rng.sample(numbers, ROUNDS)]
    search = claire["duret.search"]
    texts = {
        "number": [" ".join(number[i : i + 2] for i in range(0, 10, 2)) for number in typed],
        "ticket": [f"T-{500_000 + rng.randrange(1, tickets)}" for _ in typed],
        "name": [f"{rng.choice(LAST).lower()} {rng.randrange(1, 50_000)}" for _ in typed],
        "common name": [rng.choice(LAST).lower() for _ in typed],
        "address": [f"{rng.randrange(1, 90)} rue de l'arve" for _ in typed],
        "words": [rng.choice(("disjoncteur réf", "digicode", "borne de recharge", "parking eclairage")) for _ in typed],
    }
    found = {f"search, {kind}": median_ms(search.find, values) for kind, values in texts.items()}
    found["search box"] = median_ms(search.find, [text for values in texts.values() for text in values])
    found["caller look-up"] = median_ms(claire["res.partner"]._duret_find_by_phone, typed)
    found["new call, look-up"] = median_ms(claire["duret.new.call"].lookup, typed)
    found["my day"] = median_ms(lambda _round: claire["duret.my.day"].get_day(), typed)
    found["history"] = median_ms(lambda _round: claire["duret.timeline"].get_page(client)["rows"], typed)
    return found


user = assistant()
results = {}
for size in SIZES:
    started = time.perf_counter()
    client = fill(env, tickets=size)  # noqa: F821
    enliven(user)
    results[size] = measure(env(user=user.id, context={"lang": "fr_FR", "tz": "Europe/Paris"}), client, size)  # noqa: F821
    results[size]["fill_s"] = time.perf_counter() - started
env.cr.execute(  # noqa: F821
    "SELECT (SELECT count(*) FROM mail_message WHERE model = 'helpdesk.ticket' AND res_id IN"
    " (SELECT id FROM helpdesk_ticket WHERE partner_id = %(client)s))"
    " + (SELECT count(*) FROM helpdesk_ticket WHERE partner_id = %(client)s)"
    " + (SELECT count(*) FROM crm_phonecall WHERE partner_id = %(client)s)",
    {"client": client},
)
print("BENCH " + json.dumps({"sizes": results, "events": env.cr.fetchone()[0]}))  # noqa: F821
