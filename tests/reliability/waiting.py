"""One time set free and ten clients to whom it is proposed at once.

`build` runs inside an Odoo shell of the database under test, as in world.py.
"""

import datetime

PLACE = (45.8992, 6.1294)
CLIENTS = 10


def visit(env, number, kind, person, moment):
    """Make a client, his site and his visit of an hour; without a moment it waits for one.

    :return: fsm.order
    """
    client = env["res.partner"].create({"name": f"Attente {number}", "email": f"attente{number}@client.test"})
    site = env["fsm.location"].create(
        {
            "name": f"Attente {number}",
            "owner_id": client.id,
            "zip": "74000",
            "city": "Annecy",
            "partner_latitude": PLACE[0],
            "partner_longitude": PLACE[1],
        }
    )
    return env["fsm.order"].create(
        {
            "location_id": site.id,
            "type": kind.id,
            "person_id": person.id if moment else False,
            "scheduled_date_start": moment,
            "scheduled_duration": 1,
            "duret_waiting": not moment,
        }
    )


def build(env):
    """Make a technician, a visit of his that is cancelled, and the visits that wait for its time.

    :return: dict: person (id), secrets (of the proposals), visits (ids), start (ISO text)
    """
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True))
    env.company.write(
        {
            "duret_waiting_offers": CLIENTS,
            "duret_waiting_minutes": 1440,
            "duret_visit_quiet_from": 24,
            "duret_visit_quiet_to": 0,
        }
    )
    person = env["fsm.person"].create({"name": "Attente"})
    kind = env["fsm.order.type"].create({"name": "Attente", "duret_code": "attente", "duret_minutes": 60})
    # Any Monday to come is a working day, whenever the tests run.
    env["resource.calendar.leaves"].search([("duret_public_holiday", "!=", False)]).unlink()
    today = datetime.datetime.now(datetime.UTC).date()
    monday = today + datetime.timedelta(days=28 - today.weekday())
    start = datetime.datetime.combine(monday, datetime.time(8))

    leaving = visit(env, 0, kind, person, start)
    visits = [visit(env, number, kind, person, False) for number in range(1, CLIENTS + 1)]
    leaving.duret_cancel("Course", "office")
    freed = env["duret.freed.slot"].search([("order_id", "=", leaving.id)])
    freed._look()
    env.cr.commit()
    return {
        "person": person.id,
        "secrets": freed.offer_ids.mapped("secret"),
        "visits": [one.id for one in visits],
        "start": start.isoformat(sep=" "),
    }
