"""People of Duret: users, technicians, skills, teams."""

from odoo import Command

from ..scenario.catalogue import ORDER_TYPES, SKILLS, WORKERS
from ..scenario.logins import LOGINS, PASSWORD
from . import history

ROLES = {
    "claire": "duret_base.group_assistant",
    "sandrine": "duret_base.group_manager",
    "philippe": "duret_base.group_direction",
    "admin": "duret_base.group_admin",
    **{login: "duret_base.group_technician" for login in WORKERS},
}
COLOURS = {"gaetan": 4, "mathieu": 1, "karim": 5, "lucas": 3, "elodie": 10}


def write(env, scenario, refs):
    """Create the users and what the planning knows about technicians.

    :param refs: receives users by "user:<login>", partners by "partner:<login>", technicians by
        "worker:<login>", kinds of visit by "type:<name>", the visit team by "team"
    """
    _write_users(env, refs)
    refs["team"] = env.ref("fieldservice.fsm_team_default").id
    env["fsm.team"].browse(refs["team"]).with_context(lang="fr_FR").name = "Techniciens d'Annecy"
    refs.update(
        {f"type:{name}": env.ref(f"duret_planning.fsm_order_type_{code}").id for name, code in ORDER_TYPES.items()}
    )
    _write_workers(env, refs)
    _write_skills(env, refs)


def _write_users(env, refs):
    staff = [row for row in LOGINS if row[0] in ROLES and row[0] != "admin"]
    users = env["res.users"].create(
        [
            {
                "login": login,
                "name": name,
                "password": PASSWORD,
                "email": f"{login}@duret-electricite.example",
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "function": role.capitalize(),
                "group_ids": [Command.link(env.ref(ROLES[login]).id)],
                "notification_type": "inbox",
                "phone": f"06 39 98 00 {10 + rank}",
            }
            for rank, (login, name, role) in enumerate(staff)
        ]
    )
    # Gaëtan gives the visits of his rounds to colleagues himself.
    users.filtered(lambda user: user.login == "gaetan").group_ids = [
        Command.link(env.ref("duret_intervention.group_assigner").id)
    ]
    admin = env.ref("base.user_admin")
    _write_admin(env, admin)
    _write_sessions(env, users + admin)
    for user in users + admin:
        refs[f"user:{user.login}"] = user.id
        refs[f"partner:{user.login}"] = user.partner_id.id


def _write_sessions(env, users):
    """Give everybody a first visit, without which the settings list them as people who were only invited."""
    logs = env["res.users.log"].create([{} for _user in users])
    rows = [(log.id, user.id) for log, user in zip(logs, users, strict=True)]
    history.set_columns(logs, {"create_uid": "int4"}, rows)


def _write_admin(env, admin):
    """Give Odoo's own administrator the password of the demo, without the mail that warns of a new password."""
    admin.partner_id.write(
        {
            "name": {login: name for login, name, _role in LOGINS}["admin"],
            "email": "admin@duret-electricite.example",
            "lang": "fr_FR",
            "tz": "Europe/Paris",
        }
    )
    admin.group_ids = [Command.link(env.ref(ROLES["admin"]).id)]
    admin._set_encrypted_password(admin.id, admin._crypt_context().hash(PASSWORD))


def _write_workers(env, refs):
    logins = list(WORKERS)
    categories = env["fsm.category"].create([{"name": WORKERS[login][0]} for login in logins])
    workers = env["fsm.person"].create(
        [
            {
                "partner_id": refs[f"partner:{login}"],
                "calendar_id": refs["calendar"],
                "team_id": refs["team"],
                "category_ids": [Command.set(category.ids)],
                "color": COLOURS[login],
                "duret_color": COLOURS[login],
                "duret_van": f"Fourgon {rank}",
            }
            for rank, (login, category) in enumerate(zip(logins, categories, strict=True), start=1)
        ]
    )
    refs.update({f"worker:{login}": worker.id for login, worker in zip(logins, workers, strict=True)})


def _write_skills(env, refs):
    kind = env["hr.skill.type"].create(
        {
            "name": "Métiers de l'électricité",
            "skill_ids": [Command.create({"name": name}) for name in SKILLS],
            "skill_level_ids": [
                Command.create({"name": "Débutant", "level_progress": 30, "default_level": True}),
                Command.create({"name": "Confirmé", "level_progress": 70}),
                Command.create({"name": "Expert", "level_progress": 100}),
            ],
        }
    )
    skills = {skill.name: skill.id for skill in kind.skill_ids}
    expert = kind.skill_level_ids.filtered(lambda level: level.level_progress == 100)
    env["fsm.person.skill"].create(
        [
            {
                "person_id": refs[f"worker:{login}"],
                "skill_id": skills[name],
                "skill_type_id": kind.id,
                "skill_level_id": expert.id,
            }
            for login, (_kind, names) in WORKERS.items()
            for name in names
        ]
    )
