"""Two technicians who each have the visit that is next to the other's, and a proposal to exchange them.

`build` runs inside an Odoo shell of the database under test, as in world.py.
"""

import datetime

ANNECY, THONON = (45.8992, 6.1294), (46.3705, 6.4784)


def place(env, name, where):
    """Make a client's site; returns fsm.location."""
    client = env["res.partner"].create({"name": name})
    values = {"name": name, "owner_id": client.id, "zip": "74000", "city": name}
    return env["fsm.location"].create(values | {"partner_latitude": where[0], "partner_longitude": where[1]})


def build(env):
    """Make the technicians, their visits and the proposal, computed and not applied.

    :return: dict: plan (id), people (ids), visits (ids), free (ISO text: an hour of that day at which both are free)
    """
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True, duret_no_message=True))
    # Any Monday to come is a working day, whenever the tests run.
    env["resource.calendar.leaves"].search([("duret_public_holiday", "!=", False)]).unlink()
    today = datetime.datetime.now(datetime.UTC).date()
    monday = today + datetime.timedelta(days=35 - today.weekday())
    nine = datetime.datetime.combine(monday, datetime.time(8))
    people, visits = env["fsm.person"], env["fsm.order"]
    for name, home, work in (("Tournée Annecy", ANNECY, THONON), ("Tournée Thonon", THONON, ANNECY)):
        base = place(env, f"{name} départ", home).owner_id
        base.write({"partner_latitude": home[0], "partner_longitude": home[1]})
        person = env["fsm.person"].create({"name": name, "duret_base_partner_id": base.id})
        values = {"location_id": place(env, f"{name} visite", work).id, "person_id": person.id}
        visits |= env["fsm.order"].create(values | {"scheduled_date_start": nine, "scheduled_duration": 1})
        people |= person
    plan = env["duret.tour.plan"].create({"date_from": monday, "date_to": monday, "person_ids": [(6, 0, people.ids)]})
    plan.action_optimise()
    env.cr.commit()
    free = nine + datetime.timedelta(hours=5)
    return {"plan": plan.id, "people": people.ids, "visits": visits.ids, "free": free.isoformat(sep=" ")}
