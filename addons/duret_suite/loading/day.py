"""The day that is going on: calls promised for today, one of them already late."""

from datetime import timedelta

from odoo import fields

# Minutes from now, and what was promised. The last ones are for tomorrow morning at the latest in the afternoon.
PROMISES = (
    (-35, "Donner la date du passage du technicien"),
    (20, "Confirmer le montant du devis"),
    (95, "Dire si la pièce est arrivée"),
    (180, "Rappeler après 16 h, pas avant"),
    (260, "Expliquer la facture"),
)


def write(env, scenario, refs):
    """Promise a call about the latest open requests of clients who have a telephone."""
    env.company.duret_front_desk_user_id = refs["user:claire"]
    tickets = env["helpdesk.ticket"].search(
        [
            ("duret_is_open", "=", True),
            ("partner_id.phone", "!=", False),
            ("user_id", "=", refs["user:claire"]),
            ("stage_id.duret_waits_for_client", "=", False),
        ],
        order="create_date desc, id desc",
        limit=len(PROMISES),
    )
    now = fields.Datetime.to_datetime(scenario.now)
    for ticket, (minutes, note) in zip(tickets, PROMISES, strict=False):
        ticket.duret_plan_callback(now + timedelta(minutes=minutes), note=note)
