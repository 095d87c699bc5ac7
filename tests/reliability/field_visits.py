"""Technicians with visits of today and of the days that follow, for the tests that drive their application.

`build_field` runs inside an Odoo shell of the database under test.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PASSWORD = "Chantier-7-ici!"
PARIS = ZoneInfo("Europe/Paris")
NAMES = ("Nora Berthet", "Hugo Mercier", "Solène Vuillermoz", "Marc Dupraz", "Aline Pernoud", "Régis Chappaz")
TOWNS = (("3 rue du Lac", "74000", "Annecy"), ("18 route des Aravis", "74450", "Le Grand-Bornand"))


def build_field(env, visits=6, days=2, technicians=2):
    """Create technicians, each with visits.

    :param visits: number of visits a day
    :param days: number of days from today on; two, so that the list of the day is not empty past midnight
    :return: {"password", "technicians": [{"login", "user", "person", "name", "visits": [ids]}]}
    """
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True, no_reset_password=True))
    made = [_technician(env, rank) for rank in range(technicians)]
    for one in made:
        one["visits"] = [_visit(env, one["person"], day, rank).id for day in range(days) for rank in range(visits)]
    env.cr.commit()
    return {"password": PASSWORD, "technicians": made}


def _technician(env, rank):
    login = f"field.{rank}@duret.test"
    group = env.ref("duret_base.group_technician")
    values = {"name": f"Technicien {rank}", "login": login, "email": login, "password": PASSWORD}
    user = env["res.users"].create({**values, "lang": "fr_FR", "group_ids": [(6, 0, group.ids)]})
    person = env["fsm.person"].create({"name": user.name, "partner_id": user.partner_id.id})
    return {"login": login, "user": user.id, "person": person.id, "name": user.name}


def _visit(env, person, day, rank):
    """One visit of an hour and a half; the day is the company's."""
    street, code, town = TOWNS[rank % len(TOWNS)]
    phone = f"+33 6 12 34 5{rank % 10} 7{day % 10}"
    client = env["res.partner"].create({"name": NAMES[rank % len(NAMES)], "phone": phone})
    site = env["fsm.location"].create(
        {
            "name": client.name,
            "owner_id": client.id,
            "street": street,
            "zip": code,
            "city": town,
            "partner_latitude": 45.9 + rank / 100,
            "partner_longitude": 6.12,
        }
    )
    today = datetime.now(PARIS).date() + timedelta(days=day)
    start = datetime.combine(today, time(7 + rank * 2 % 12), PARIS).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    return env["fsm.order"].create(
        {
            "location_id": site.id,
            "person_id": person,
            "type": env.ref("duret_planning.fsm_order_type_breakdown").id,
            "scheduled_date_start": start,
            "scheduled_duration": 1.5,
            "description": "Le disjoncteur général saute le soir. Vérifier le tableau.",
            "duret_day_off_agreed": True,
        }
    )
