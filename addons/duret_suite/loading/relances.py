"""Reminders of the last weeks, as the job would have sent them day by day."""

from datetime import timedelta

from odoo.fields import Domain

from . import history

WEEKS = 6
MORNING = 6  # hour (UTC) at which a past day is planned; its reminders leave at eight, at Annecy


def write(env, scenario, refs):
    """Give sent quotations and waiting tickets their dates, then live the past weeks again without sending anything."""
    env["sale.order"].flush_model()
    _date_quotations(env)
    _date_answers(env)
    _write_wishes(env)
    today = scenario.now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    for back in range(WEEKS * 7, 0, -1):
        _live(env, today - timedelta(days=back))


def _date_quotations(env):
    orders = env["sale.order"].search([("state", "in", ("sent", "sale", "cancel"))])
    for order in orders:
        order.duret_sent_date = order.date_order


def _date_answers(env):
    """Last message of a client on each ticket: the loader wrote messages without the hooks of a post."""
    groups = env["mail.message"]._read_group(
        [
            ("model", "=", "helpdesk.ticket"),
            ("message_type", "=", "email"),
            ("is_internal", "=", False),
            ("author_id.partner_share", "=", True),
        ],
        ["res_id"],
        ["date:max"],
    )
    for ticket_id, moment in groups:
        env["helpdesk.ticket"].browse(ticket_id)._duret_note_client_answer(moment)


def _write_wishes(env):
    """One client refuses reminders about quotations, one address is in error, one ticket is left alone for a while."""
    orders = env["sale.order"].search([("state", "=", "sent")], order="id")
    waiting = env["helpdesk.ticket"].search([("stage_id.duret_waits_for_client", "=", True)], order="id")
    if len(orders) > 2:
        refusal = {"partner_id": orders[0].partner_id.id, "purpose": "quotation", "note": "Dit au téléphone"}
        env["duret.relance.opt.out"].create(refusal)
        orders[1].partner_id.message_bounce = 1
    if waiting:
        waiting[-1].duret_relance_paused_until = waiting[-1].create_date.date() + timedelta(days=90)


def _live(env, morning):
    """Plan one past day and note it as sent.

    :param datetime morning: naive UTC
    """
    engine = env["duret.relance.engine"]
    for rule in engine._rules():
        records = env[rule.model].search(rule._candidates_domain() & _begun_before(rule, morning), order="id")
        rows = engine._plan_batch(rule, records, morning)
        planned = rows.filtered(lambda row: row.state == "planned")
        for row in planned:
            row.write({"state": "sent", "contact_date": row.due})
        for model, same in planned.grouped("res_model").items():
            env[model].browse(same.mapped("res_id"))._duret_relance_sent(same)
        history.backdate(rows, [row.due for row in rows])


def _begun_before(rule, morning):
    return Domain(rule.anchor_name, "<", morning)
