"""Writes the demo company of ``scenario`` to a database."""

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError

from ..scenario.generator import build
from . import (
    appointments,
    board,
    calls,
    clients,
    company,
    day,
    imports,
    maintenance,
    online_bookings,
    relances,
    reports,
    sage,
    sales,
    satisfaction,
    sla,
    staff,
    stock,
    tickets,
    tours,
    triage,
    visits,
    waiting,
)

LOADED = "duret_suite.scenario_seed"
# Nothing that is written here may reach a mailbox, a follower or a telephone.
SILENCE = {
    "lang": "fr_FR",
    "tz": "Europe/Paris",
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
    "install_mode": True,
    "duret_no_message": True,
}
STEPS = (
    company,
    staff,
    clients,
    tickets,
    triage,
    calls,
    stock,
    visits,
    appointments,
    online_bookings,
    maintenance,
    board,
    sales,
    reports,
    sla,
    day,
    relances,
    satisfaction,
    imports,
    tours,
    waiting,
    sage,
)


def load_company(env, seed, now):
    """Write the demo company; see ``scenario.load``."""
    # The loader writes for everybody at once, past dates included: it runs before anyone works with the database.
    env = env(user=SUPERUSER_ID, context=SILENCE)
    parameters = env["ir.config_parameter"]
    if parameters.get_param(LOADED):
        raise UserError(env._("The demo company is already in this database."))
    scenario = build(now or fields.Datetime.now(), seed)
    refs = {}
    for step in STEPS:
        step.write(env, scenario, refs)
    parameters.set_param(LOADED, str(seed))
    env.flush_all()
    return {
        "clients": len(scenario.clients),
        "tickets": len(scenario.tickets),
        "calls": len(scenario.calls),
        "visits": len(scenario.visits),
        "quotations": len(scenario.quotations),
        "opinions": len(scenario.opinions),
        "contracts": len(scenario.contracts),
    }
