"""Free slots on the same technicians, hours and events: the suite's engine, with travel, against OCA resource_booking.

Read by an Odoo shell on a throw-away database that has both. Prints one JSON line: best milliseconds and queries of
both for each size; the last size is the second one with twice the events.
"""

import json
import random
import statistics
import time
from datetime import datetime, timedelta
from operator import truediv

import pytz

from odoo.addons.duret_planning.models import duret_travel

ROUNDS, SEED, SITES = 15, 19, 400
SIZES = {"10×30×600": (10, 30, 600), "50×60×6000": (50, 60, 6_000), "50×60×12000": (50, 60, 12_000)}
HOURS = (8, 9, 10, 11, 13.5, 14.5, 15.5)  # local hours at which a visit of 50 minutes may begin
PARIS = pytz.timezone("Europe/Paris")
FIRST = (datetime.now(PARIS) + timedelta(days=3)).replace(hour=0, minute=0, second=0, microsecond=0)  # noqa: DTZ005
rng = random.Random(SEED)
env = env(context={"tracking_disable": True, "no_reset_password": True})  # noqa: F821  (given by the Odoo shell)
cr = env.cr


def make_calendar():
    """Monday to Friday, 8–12 and 13:30–17:30."""
    calendar = env["resource.calendar"].create({"name": "Bench", "tz": "Europe/Paris", "attendance_ids": [(5, 0, 0)]})
    for day in range(5):
        for start, stop, period in ((8, 12, "morning"), (13.5, 17.5, "afternoon")):
            values = {"name": "x", "dayofweek": str(day), "hour_from": start, "hour_to": stop, "day_period": period}
            calendar.write({"attendance_ids": [(0, 0, values)]})
    return calendar


def make_technicians(count, calendar):
    """Users with a resource, who are technicians as well."""
    users = env["res.users"].create(
        [{"name": f"T{n}", "login": f"bench{n}", "tz": "Europe/Paris"} for n in range(count)]
    )
    resources = env["resource.resource"].create(
        [
            {
                "name": user.name,
                "resource_type": "user",
                "user_id": user.id,
                "calendar_id": calendar.id,
                "tz": "Europe/Paris",
            }
            for user in users
        ]
    )
    env["fsm.person"].search([]).duret_bookable = False
    people = env["fsm.person"].create(
        [
            {"partner_id": resource.user_id.partner_id.id, "calendar_id": calendar.id, "duret_resource_id": resource.id}
            for resource in resources
        ]
    )
    return resources, people


def make_sites():
    """Sites in and around Annecy."""
    owner = env["res.partner"].create({"name": "Owner"})
    return env["fsm.location"].create(
        [
            {
                "name": f"S{n}",
                "owner_id": owner.id,
                "partner_latitude": 45.7 + rng.random() * 0.5,
                "partner_longitude": 5.9 + rng.random() * 0.7,
            }
            for n in range(SITES)
        ]
    )


def required_columns(table, known):
    """Columns that may not be empty, besides those that are given."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'", (table,)
    )
    return ", ".join(f'"{name}"' for (name,) in cr.fetchall() if name not in known)


def fill(people, resources, sites, days, count):
    """As many events as asked, none overlapping: a visit with its claim and its calendar event, by SQL for speed."""
    workdays = [FIRST + timedelta(days=day) for day in range(days) if (FIRST + timedelta(days=day)).weekday() < 5]
    kind = env.ref("duret_planning.fsm_order_type_breakdown")
    stage = env.ref("duret_planning.fsm_stage_planned")
    rows = []
    for index, person in enumerate(people):
        places = rng.sample([(day, hour) for day in workdays for hour in HOURS], count // len(people))
        for day, hour in places:
            local = PARIS.localize(day.replace(tzinfo=None) + timedelta(hours=hour))
            start = local.astimezone(pytz.utc).replace(tzinfo=None)
            user = resources[index].user_id
            rows.append((person.id, user, start, start + timedelta(minutes=50), rng.choice(sites.ids)))
    orders = []
    for number, (person_id, user, start, stop, site) in enumerate(rows):
        cr.execute(
            """INSERT INTO calendar_event (name, start, stop, active, show_as, user_id, allday, privacy, create_uid)
               VALUES ('E', %s, %s, TRUE, 'busy', %s, FALSE, 'public', 1) RETURNING id""",
            (start, stop, user.id),
        )
        event = cr.fetchone()[0]
        partner = user.partner_id.id
        cr.execute(
            "INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id) VALUES (%s, %s)",
            (event, partner),
        )
        cr.execute(
            """INSERT INTO calendar_attendee (event_id, partner_id, state, access_token)
               VALUES (%s, %s, 'accepted', %s)""",
            (event, partner, f"bench{number}"),
        )
        orders.append((f"B{number}", site, person_id, start, stop, kind.id, stage.id, event))
    template = env["fsm.order"].create({"location_id": sites[0].id})
    columns = required_columns("fsm_order", {"id", "name", "location_id", "stage_id"})
    for name, site, person_id, start, stop, kind_id, stage_id, event in orders:
        cr.execute(
            f"""INSERT INTO fsm_order (name, location_id, person_id, scheduled_date_start, scheduled_date_end, type,
                                       stage_id, calendar_event_id, {columns})
               SELECT %s, %s, %s, %s, %s, %s, %s, %s, {columns} FROM fsm_order WHERE id = %s RETURNING id""",
            (name, site, person_id, start, stop, kind_id, stage_id, event, template.id),
        )
        cr.execute(
            "INSERT INTO duret_slot_claim (person_id, start, stop, order_id) VALUES (%s, %s, %s, %s)",
            (person_id, start, stop, cr.fetchone()[0]),
        )
    cr.execute("ANALYZE")


def make_booking(resources, calendar):
    """A booking of an hour that any of the resources may take."""
    combinations = env["resource.booking.combination"].create(
        [{"resource_ids": [(6, 0, one.ids)]} for one in resources]
    )
    kind = env["resource.booking.type"].create(
        {
            "name": "Bench",
            "duration": 1,
            "slot_duration": 0.25,
            "modifications_deadline": 0,
            "resource_calendar_id": calendar.id,
            "combination_rel_ids": [(0, 0, {"combination_id": one.id, "sequence": 1}) for one in combinations],
        }
    )
    return env["resource.booking"].create({"type_id": kind.id, "partner_ids": [(6, 0, env.user.partner_id.ids)]})


def measure(questions):
    """{name: (best milliseconds, queries, slots)} of two questions asked in turn, each time with nothing remembered.

    And `ratio`, the median of the ratios of the rounds: what else the machine does weighs on both of one round alike.
    """
    times = {name: [] for name in questions}
    result = {}
    for _round in range(ROUNDS):
        for name, ask in questions.items():
            env.invalidate_all()
            duret_travel._built_in.cache_clear()
            before, started = cr.sql_log_count, time.perf_counter()
            found = ask()
            times[name].append((time.perf_counter() - started) * 1000)
            assert found, "nothing is free: nothing is measured"
            result[name] = {"queries": cr.sql_log_count - before, "slots": found}
    ratio = statistics.median(map(truediv, times["theirs"], times["ours"]))
    return {"ratio": ratio} | {name: {"ms": min(times[name]), **row} for name, row in result.items()}


def figures(technicians, days, events):
    """Both, on one filling of the database."""
    calendar = make_calendar()
    resources, people = make_technicians(technicians, calendar)
    fill(people, resources, make_sites(), days, events)
    kind = env["fsm.order.type"].create({"name": "Bench", "duret_minutes": 60})
    site = env["fsm.location"].create(
        {"name": "New", "owner_id": env.user.partner_id.id, "partner_latitude": 45.92, "partner_longitude": 6.14}
    )
    booking = make_booking(resources, calendar)
    stop = FIRST + timedelta(days=days)
    to_utc = [moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in (FIRST, stop)]
    env.flush_all()
    return measure(
        {
            "theirs": lambda: sum(map(len, booking._get_available_slots(FIRST, stop).values())),
            "ours": lambda: len(env["duret.availability"].find(kind, site, earliest=to_utc[0], latest=to_utc[1])),
        }
    )


result = {}
for name, size in SIZES.items():
    result[name] = figures(*size)
    cr.rollback()
    env.invalidate_all()
print("BENCH " + json.dumps(result))
