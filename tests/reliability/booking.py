"""A technician whom everybody wants, and visitors who stand before the last button of the booking pages.

`build` runs inside an Odoo shell of the database under test, as in world.py.
"""

PLACE = (45.8992, 6.1294)


def build(env, technicians=8):
    """Make a kind of visit that only the technicians of this test can do.

    :return: dict of ids: type, people, site, company
    """
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True, duret_no_message=True))
    # Any weekday to come is a working day, whenever the tests run.
    env["resource.calendar.leaves"].search([("duret_public_holiday", "!=", False)]).unlink()
    kind = env["hr.skill.type"].create(
        {
            "name": "Course",
            "skill_ids": [(0, 0, {"name": "Course"})],
            "skill_level_ids": [(0, 0, {"name": "Course", "level_progress": 100, "default_level": True})],
        }
    )
    people = env["fsm.person"].create([{"name": f"Course {number}"} for number in range(technicians)])
    env["fsm.person.skill"].create(
        [
            {
                "person_id": person.id,
                "skill_id": kind.skill_ids.id,
                "skill_type_id": kind.id,
                "skill_level_id": kind.skill_level_ids.id,
            }
            for person in people
        ]
    )
    visit_type = env["fsm.order.type"].create(
        {
            "name": "Course",
            "duret_code": "course",
            "duret_minutes": 60,
            "duret_online": True,
            "duret_notice_hours": 0,
            "duret_horizon_days": 60,
            "duret_skill_ids": [(6, 0, kind.skill_ids.ids)],
        }
    )
    client = env["res.partner"].create({"name": "Client course", "email": "course@client.test", "phone": "0612345678"})
    site = env["fsm.location"].create(
        {
            "name": "Site course",
            "owner_id": client.id,
            "street": "1 rue de la Course",
            "zip": "74000",
            "city": "Annecy",
            "country_id": env.ref("base.fr").id,
            "partner_latitude": PLACE[0],
            "partner_longitude": PLACE[1],
        }
    )
    env.cr.commit()
    return {"type": visit_type.id, "people": people.ids, "site": site.id, "client": client.id}
