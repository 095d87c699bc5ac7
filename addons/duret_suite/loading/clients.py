"""Clients with their contacts and numbers, their sites, and what is installed there."""

from odoo import Command

from ..scenario.logins import PASSWORD
from ..scenario.numbers import in_french
from . import history

TAGS = {
    "person": ("Particulier", 4),
    "syndic": ("Syndic", 2),
    "firm": ("Entreprise", 3),
    "town_hall": ("Collectivité", 10),
}
KINDS = {"mobile": "mobile", "landline": "fixe", "work": "bureau"}


def write(env, scenario, refs):
    """Create clients, contacts, numbers, portal users, sites and equipment.

    :param refs: receives "<client key>", "<site key>", "writer:<client key>:<name>" and "equipment:<name>"
    """
    tags = env["res.partner.category"].create([{"name": name, "color": colour} for name, colour in TAGS.values()])
    tag_ids = dict(zip(TAGS, tags.ids, strict=True))
    countries = {"FR": env.ref("base.fr").id, "CH": env.ref("base.ch").id}
    partners = env["res.partner"].create([_client_values(client, tag_ids, countries) for client in scenario.clients])
    for client, partner in zip(scenario.clients, partners, strict=True):
        refs[client.key] = partner.id
        refs[f"writer:{client.key}:{client.name}"] = partner.id
    history.backdate(partners, [client.created for client in scenario.clients])
    numbers = [(partner.id, client.phones) for client, partner in zip(scenario.clients, partners, strict=True)]
    numbers += _write_contacts(env, scenario, refs)
    _write_numbers(env, numbers)
    _write_portal_users(env, scenario, refs)
    _write_sites(env, scenario, refs, countries)
    _write_equipment(env, scenario, refs)


def _client_values(client, tag_ids, countries):
    return {
        "name": client.name,
        "is_company": client.kind != "person",
        "email": client.email,
        "street": client.street,
        "zip": client.zip,
        "city": client.city,
        "country_id": countries[client.country],
        "lang": "fr_FR",
        "tz": "Europe/Paris",
        "category_id": [Command.set([tag_ids[client.kind]])],
        "partner_latitude": client.latitude,
        "partner_longitude": client.longitude,
        "duret_sage_number": client.sage_number,
    }


def _write_contacts(env, scenario, refs):
    """Create the people who work at the clients'; return their numbers as (partner id, phones)."""
    pairs = [(client, contact) for client in scenario.clients for contact in client.contacts]
    people = env["res.partner"].create(
        [
            {
                "name": contact.name,
                "parent_id": refs[client.key],
                "email": contact.email,
                "function": contact.role,
                "lang": "fr_FR",
            }
            for client, contact in pairs
        ]
    )
    numbers = []
    for (client, contact), person in zip(pairs, people, strict=True):
        refs[f"writer:{client.key}:{contact.name}"] = person.id
        numbers.append((person.id, contact.phones))
    return numbers


def _write_numbers(env, numbers):
    env["duret.phone"].create(
        [
            {
                "partner_id": partner_id,
                "number": in_french(phone.number),
                "kind": KINDS[phone.kind],
                "sequence": 10 * rank,
            }
            for partner_id, phones in numbers
            for rank, phone in enumerate(phones, start=1)
        ]
    )


def _write_portal_users(env, scenario, refs):
    env["res.users"].create(
        [
            {
                "login": client.login,
                "password": PASSWORD,
                "partner_id": refs[client.key],
                "group_ids": [Command.set([env.ref("base.group_portal").id])],
            }
            for client in scenario.clients
            if client.login
        ]
    )


def _write_sites(env, scenario, refs, countries):
    pairs = [(client, site) for client in scenario.clients for site in client.sites]
    sites = env["fsm.location"].create(
        [
            {
                "name": site.name,
                "owner_id": refs[client.key],
                "contact_id": refs[client.key] if client.kind == "person" else False,
                "street": site.street,
                "zip": site.zip,
                "city": site.city,
                "country_id": countries[site.country],
                "partner_latitude": site.latitude,
                "partner_longitude": site.longitude,
                "direction": site.directions,
                "team_id": refs["team"],
                "tz": "Europe/Paris",
            }
            for client, site in pairs
        ]
    )
    refs.update({site.key: record.id for (_client, site), record in zip(pairs, sites, strict=True)})


def _write_equipment(env, scenario, refs):
    rows = [(client, site, item) for client in scenario.clients for site in client.sites for item in site.equipment]
    equipment = env["fsm.equipment"].create(
        [
            {
                "name": item.name,
                "notes": item.notes,
                "location_id": refs[site.key],
                "current_location_id": refs[site.key],
                "owned_by_id": refs[client.key],
            }
            for client, site, item in rows
        ]
    )
    refs.update({f"equipment:{record.name}": record.id for record in equipment})
