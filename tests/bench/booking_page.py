"""Server time of the page of free times with 50 technicians, 60 days and 6,000 visits, as HTML.

Read by an Odoo shell on a throw-away database. Prints one JSON line with median and worst milliseconds.
"""

import json
import random
import statistics
import time
from datetime import timedelta

import pytz

from odoo import fields
from odoo.http import Response
from odoo.tools import SQL

from odoo.addons.duret_planning.booking_rules import clock, percent

TECHNICIANS, DAYS, VISITS, ROUNDS, SEED = 50, 60, 6_000, 15, 23
HOURS = (8, 9, 10, 11, 13.5, 14.5, 15.5)  # local hours at which a visit of 50 minutes may begin
PARIS = pytz.timezone("Europe/Paris")
rng = random.Random(SEED)
company = env.company  # noqa: F821  (env is given by the Odoo shell)
company.partner_id.write({"street": "5 avenue de Genève", "zip": "74000", "city": "Annecy"})
people = env["fsm.person"].create([{"name": f"Technicien {number}"} for number in range(TECHNICIANS)])  # noqa: F821
client = env["res.partner"].create({"name": "Client du banc"})  # noqa: F821
sites = env["fsm.location"].create(  # noqa: F821
    [
        {
            "name": f"Site {number}",
            "owner_id": client.id,
            "city": "Annecy",
            "partner_latitude": 45.9 + rng.uniform(-0.3, 0.3),
            "partner_longitude": 6.12 + rng.uniform(-0.3, 0.3),
        }
        for number in range(100)
    ]
)
env.cr.commit()  # noqa: F821
kind = env.ref("duret_planning.fsm_order_type_small_works")  # noqa: F821
planned = env.ref("duret_planning.fsm_stage_planned")  # noqa: F821
midnight = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
days = [midnight + timedelta(days=number) for number in range(1, DAYS + 1)]
places = [day + timedelta(hours=hour) for day in days if day.weekday() < 5 for hour in HOURS]
visits, claims = [], []
for person in people:
    for local in rng.sample(places, VISITS // TECHNICIANS):
        start = PARIS.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
        visits.append((person.id, start, start + timedelta(minutes=50), rng.choice(sites.ids)))
# Visits as they stand after months of work, copied at once: creating them one by one is not what is measured.
model = env["fsm.order"].create({"location_id": sites[0].id, "type": kind.id, "stage_id": planned.id})  # noqa: F821
env.flush_all()  # noqa: F821
env.cr.execute(  # noqa: F821
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'fsm_order' AND column_name <> ALL(%s)",
    [["id", "name", "person_id", "location_id", "scheduled_date_start", "scheduled_date_end", "duret_link_secret"]],
)
kept = SQL(", ").join(SQL.identifier(name) for (name,) in env.cr.fetchall())  # noqa: F821
for number, (person_id, start, stop, site_id) in enumerate(visits):
    env.cr.execute(  # noqa: F821
        SQL(
            """INSERT INTO fsm_order (name, person_id, location_id, scheduled_date_start, scheduled_date_end, %s)
               SELECT %s, %s, %s, %s::timestamp, %s::timestamp, %s FROM fsm_order WHERE id = %s RETURNING id""",
            kept, f"B{number:05d}", person_id, site_id, start, stop, kept, model.id,
        )
    )  # fmt: skip
    claims.append((person_id, start, stop, env.cr.fetchone()[0]))  # noqa: F821
for person_id, start, stop, order_id in claims:
    env.cr.execute(  # noqa: F821
        SQL(
            "INSERT INTO duret_slot_claim (person_id, start, stop, order_id) VALUES (%s, %s, %s, %s)",
            person_id, start, stop, order_id,
        )
    )  # fmt: skip
env.cr.execute("analyze")  # noqa: F821
env.cr.commit()  # noqa: F821

public = env(user=env.ref("base.public_user").id, context={"lang": "fr_FR"})  # noqa: F821
booking = public["duret.booking.session"]._duret_begin(kind)
booking._duret_locate({"street": "12 rue Royale", "zip": "74000", "city": "Annecy"})
env.cr.commit()  # noqa: F821


def page():
    """Days, free times and the list of times as HTML: all that the route does but the frame of the portal."""
    words = env["fsm.order"].new({"company_id": company.id})  # noqa: F821
    values = {
        "booking": booking,
        "strip": booking._duret_strip(),
        "here": "/rdv/creneaux",
        "action": "/rdv/creneau",
        # Without the token of a form, which needs a server.
        "method": "get",
        "by_detour": True,
        "discount": booking._duret_discount,
        "moment": words._duret_client_moment,
        "zone": booking._duret_zone(),
        "clock": clock,
        "percent": percent,
    }
    return Response(env["ir.qweb"]._render("duret_planning.booking_strip", values))  # noqa: F821


times, offers = [], 0
for _round in range(ROUNDS):
    env.invalidate_all()  # noqa: F821
    began = time.perf_counter()
    answer = page()
    times.append((time.perf_counter() - began) * 1000)
    offers = answer.get_data(as_text=True).count('name="start"')
    assert offers, "no free time on the page: nothing is measured"
queries = env.cr.sql_log_count  # noqa: F821
env.invalidate_all()  # noqa: F821
page()
queries = env.cr.sql_log_count - queries  # noqa: F821
figures = {"median_ms": statistics.median(times), "worst_ms": max(times), "first_ms": times[0], "queries": queries}
print("BENCH " + json.dumps(figures | {"visits": len(visits), "technicians": TECHNICIANS, "offers": offers}))
