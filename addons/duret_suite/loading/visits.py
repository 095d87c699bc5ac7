"""Visits of technicians, maintenance contracts, material used."""

from odoo import Command
from odoo.tools.mail import plaintext2html

from . import history

STAGES = {
    "new": "fieldservice.fsm_stage_new",
    "planned": "duret_planning.fsm_stage_planned",
    "on_site": "duret_planning.fsm_stage_on_site",
    "completed": "fieldservice.fsm_stage_completed",
    "cancelled": "fieldservice.fsm_stage_cancelled",
}
MATERIAL_VISITS = 60


def write(env, scenario, refs):
    """Create contracts, visits and the material of the last ones.

    :param refs: receives "<visit key>" and "contract:<site key>"
    """
    _write_contracts(env, scenario, refs)
    stages = {key: env.ref(xmlid).id for key, xmlid in STAGES.items()}
    visits = env["fsm.order"].create([_visit_values(visit, stages, refs) for visit in scenario.visits])
    refs.update({visit.key: record.id for visit, record in zip(scenario.visits, visits, strict=True)})
    history.backdate(visits, [visit.created for visit in scenario.visits])
    with_material = [visit for visit in scenario.visits if visit.products and visit.worker]
    _write_material(env, with_material[-MATERIAL_VISITS:], refs)


def _visit_values(visit, stages, refs):
    contract = refs.get(f"contract:{visit.site}") if visit.type == "Entretien" and not visit.ticket else False
    return {
        "location_id": refs[visit.site],
        "team_id": refs["team"],
        "person_id": refs.get(f"worker:{visit.worker}"),
        "duret_ticket_id": refs.get(visit.ticket),
        "fsm_recurring_id": contract,
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


def _write_contracts(env, scenario, refs):
    rule = env["fsm.frequency"].create({"name": "Tous les ans", "interval": 1, "interval_type": "yearly"})
    yearly = env["fsm.frequency.set"].create(
        {
            "name": "Visite annuelle",
            "schedule_days": 30,
            "buffer_early": 30,
            "buffer_late": 30,
            "fsm_frequency_ids": [Command.set(rule.ids)],
        }
    )
    contracts = env["fsm.recurring"].create(
        [
            {
                "name": contract.name,
                "location_id": refs[contract.site],
                "person_id": refs[f"worker:{contract.worker}"],
                "team_id": refs["team"],
                "fsm_frequency_set_id": yearly.id,
                "start_date": contract.start,
                "scheduled_duration": contract.hours,
                "description": contract.description,
                "state": "progress",
            }
            for contract in scenario.contracts
        ]
    )
    for contract, record in zip(scenario.contracts, contracts, strict=True):
        refs[f"contract:{contract.site}"] = record.id


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
