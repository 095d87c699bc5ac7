"""Maintenance contracts, and the tours of next month."""

import base64
from datetime import timedelta

from odoo import Command, fields

MORE = 60  # contracts besides those whose next visit is planned
STEP_DAYS = 11  # between two due days: some are late, some due, most to come
EQUIPMENT = ("Alarme", "VMC double flux", "Clim Mitsubishi + 2 splits", "Portail", "Borne de recharge", "12 BAES")
NOTES = (False, False, "Clé chez la voisine", "Digicode 4521B", "Appeler la veille", False, "Chien")
# A piece of the former spreadsheet, as it is.
SHEET = """Client;Adresse;CP;Commune;Tél;Matériel;Périodicité;Dernière visite;A faire;Remarques
SECTEUR THONES;;;;;;;;;
Mme Lathuille Odile;14 route du Col;74230;Thônes;04 65 71 71 01;Alarme + VMC;annuel;12/03/2026;;code 4521B
VITTOZ Bernard;3 rue du Pré;74230;Thônes;;PAC Daikin;1x/an;?;;voir gardien 04 65 71 71 02
M. Collomb Yves;27 chemin des Fins;74450;Le Grand-Bornand;04 65 71 71 03;2 clim Mitsubishi;bisannuel;mars 2026;;
Perret ou Perret-Duc ?;8 route de la Croix;74220;La Clusaz;;Portail;6 mois;fait le 02/06/26;;
SECTEUR RUMILLY;;;;;;;;;
Ets Ravoire;41 avenue du Rhône;74150;Rumilly;04 65 71 71 04;12 x BAES, alarme incendie;semestriel;46127;;clé à l'accueil
Mugnier Chantal;5 impasse du Lac;74150;Rumilly;04 65 71 71 05;VMC;annuel;31/02/2026;;
MME LATHUILLE Odile;14 Route du Col;74230;Thônes;;Alarme + VMC;annuel;12/03/2026;;voir plus haut
TOTAL;;;;;7 contrats;;;;
"""


def write(env, scenario, refs):
    """Create the contracts, say whose visits are whose, let Gaëtan prepare next month's tours and send the first.

    :param refs: receives "contract:<site key>"
    """
    env["res.users"].browse(refs["user:gaetan"]).group_ids = [
        Command.link(env.ref("duret_planning.group_maintenance").id)
    ]
    _write_planned(env, scenario, refs)
    _write_others(env, scenario, refs)
    month = env["duret.maintenance.month"].create({"person_id": refs["worker:gaetan"]})
    month.action_prepare()
    ready = month.tour_ids.filtered("date")[:1]
    sheet = env["duret.maintenance.sheet"].create(
        {
            "file": base64.b64encode(SHEET.encode()),
            "file_name": "ENTRETIENS GAETAN.csv",
            "person_id": refs["worker:gaetan"],
        }
    )
    sheet.action_read()
    ready.invitation_ids.write({"state": "invited", "sent_date": scenario.now - timedelta(days=1)})


def _write_planned(env, scenario, refs):
    """Contracts whose last visit is done and whose next one is planned."""
    visits = {}
    for visit in scenario.visits:
        if visit.type == "Entretien" and not visit.ticket:
            visits.setdefault(visit.site, []).append(visit)
    for contract in scenario.contracts:
        mine = sorted(visits.get(contract.site, ()), key=lambda visit: visit.start)
        done = [visit for visit in mine if visit.stage == "completed"]
        coming = [visit for visit in mine if visit.stage == "planned"]
        site = env["fsm.location"].browse(refs[contract.site])
        record = env["duret.maintenance.contract"].create(
            {
                "partner_id": refs[contract.client],
                "location_id": site.id,
                "person_id": refs[f"worker:{contract.worker}"],
                "minutes": round(contract.hours * 60),
                "last_date": done[-1].start.date() if done else False,
                "next_date": coming[0].start.date() if coming else False,
            }
        )
        sheets = env["fsm.equipment"].search([("location_id", "=", site.id)], order="id")
        for sheet, text in zip(sheets, contract.description.split(", "), strict=False):
            sheet.write({"duret_contract_id": record.id, "duret_appliance": text})
        record.equipment = contract.description.replace(", ", " + ")
        env["fsm.order"].browse([refs[visit.key] for visit in mine]).duret_contract_id = record
        refs[f"contract:{contract.site}"] = record.id


def _write_others(env, scenario, refs):
    """Contracts without a visit planned: late, due, to come, a suspended and an ended one."""
    under = {contract.client for contract in scenario.contracts}
    clients = [client for client in scenario.clients if client.country == "FR" and client.key not in under]
    today = fields.Date.to_date(scenario.now)
    rows = []
    for rank, client in enumerate(clients[:MORE]):
        due = today + timedelta(days=STEP_DAYS * (rank % 30) - 90)
        rows.append(
            {
                "partner_id": refs[client.key],
                "location_id": refs[client.sites[0].key],
                "person_id": refs["worker:gaetan"],
                "equipment": EQUIPMENT[rank % len(EQUIPMENT)],
                "period_months": 6 if rank % 7 == 3 else 12,
                "tolerance_weeks": 3 if rank % 5 == 0 else 4,
                "minutes": (45, 60, 60, 90)[rank % 4],
                "last_date": due - timedelta(days=365),
                "next_date": due,
                "note": NOTES[rank % len(NOTES)],
                "to_call": rank % 13 == 5,
                "state": {17: "suspended", 18: "ended"}.get(rank, "active"),
            }
        )
    env["duret.maintenance.contract"].create(rows)
