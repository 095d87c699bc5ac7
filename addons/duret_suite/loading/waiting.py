"""Clients who would come earlier than their appointment."""

from datetime import timedelta

from odoo import fields

WAITING = 4


def write(env, _scenario, _refs):
    """Put some of the visits of the coming weeks on the waiting list, each some days after the one before."""
    now = fields.Datetime.now()
    later = [("scheduled_date_start", ">", now + timedelta(days=3)), ("stage_id.is_closed", "=", False)]
    visits = env["fsm.order"].search(later, order="scheduled_date_start desc, id", limit=WAITING)
    for number, visit in enumerate(visits):
        visit.duret_waiting = True
        visit.duret_waiting_since = now - timedelta(days=9 - 2 * number, hours=number)
