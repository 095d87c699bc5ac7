"""Visits of technicians, material used."""

from odoo import Command
from odoo.tools.mail import plaintext2html

from ..scenario.reports import reported_visits
from . import history

STAGES = {
    "new": "fieldservice.fsm_stage_new",
    "planned": "duret_planning.fsm_stage_planned",
    "on_site": "duret_planning.fsm_stage_on_site",
    "completed": "fieldservice.fsm_stage_completed",
    "cancelled": "fieldservice.fsm_stage_cancelled",
}
MATERIAL_VISITS = 60
NOT_YET_AGREED = 6


def write(env, scenario, refs):
    """Create the visits and the material of the last ones.

    :param refs: receives "<visit key>"
    """
    stages = {key: env.ref(xmlid).id for key, xmlid in STAGES.items()}
    visits = env["fsm.order"].create([_visit_values(visit, stages, refs) for visit in scenario.visits])
    _agree(visits)
    refs.update({visit.key: record.id for visit, record in zip(scenario.visits, visits, strict=True)})
    history.backdate(visits, [visit.created for visit in scenario.visits])
    # The last ones have digital reports, which take the material out of the vans themselves.
    reported = {visit.key for visit in reported_visits(scenario)}
    with_material = [
        visit for visit in scenario.visits if visit.products and visit.worker and visit.key not in reported
    ]
    _write_material(env, with_material[-MATERIAL_VISITS:], refs)


def _agree(visits):
    """Clients know the times of their visits, but for one in so many, whom somebody still has to call."""
    planned = visits.filtered(lambda visit: visit.scheduled_date_start and visit.person_id)
    to_call = planned.filtered(lambda visit: not visit.stage_id.is_closed)[::NOT_YET_AGREED]
    (planned - to_call).write({"duret_confirmed": True})


def _visit_values(visit, stages, refs):
    return {
        "location_id": refs[visit.site],
        "team_id": refs["team"],
        "person_id": refs.get(f"worker:{visit.worker}"),
        "duret_ticket_id": refs.get(visit.ticket),
        "type": refs[f"type:{visit.type}"],
        "stage_id": stages[visit.stage],
        "priority": visit.priority,
        "request_early": visit.created,
        "scheduled_date_start": visit.start,
        "scheduled_duration": visit.hours,
        "date_start": visit.arrived,
        "date_end": visit.left,
        "description": plaintext2html(visit.request),
        "resolution": plaintext2html(visit.resolution) if visit.resolution else False,
        "equipment_ids": [Command.set([refs[f"equipment:{name}"] for name in visit.equipment])],
    }


def _write_material(env, visits, refs):
    """Move what was used from the technician's van to the client, all at once."""
    customers = env.ref("stock.stock_location_customers").id
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    pickings = env["stock.picking"].create(
        [
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": refs[visit.client],
                "location_id": refs[f"van:{visit.worker}"],
                "location_dest_id": customers,
                "fsm_order_id": refs[visit.key],
                "origin": env["fsm.order"].browse(refs[visit.key]).name,
                "scheduled_date": visit.left,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": refs[f"product:{key}"],
                            "product_uom_qty": quantity,
                            "location_id": refs[f"van:{visit.worker}"],
                            "location_dest_id": customers,
                            "fsm_order_id": refs[visit.key],
                        }
                    )
                    for key, quantity in visit.products
                ],
            }
            for visit in visits
        ]
    )
    pickings.action_confirm()
    for move in pickings.move_ids:
        move.quantity = move.product_uom_qty
    pickings.move_ids.picked = True
    pickings.move_ids._action_done()
    moments = [(picking, visit.left) for picking, visit in zip(pickings, visits, strict=True)]
    stamp = {"date": "timestamp"}
    history.set_columns(pickings.move_ids, stamp, [(m.id, at) for p, at in moments for m in p.move_ids])
    history.set_columns(pickings, {"date_done": "timestamp"}, [(p.id, at) for p, at in moments])
