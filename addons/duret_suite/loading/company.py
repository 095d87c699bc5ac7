"""Duret Électricité itself: identity, mail domain, French accounts."""

IDENTITY = {
    "name": "Duret Électricité",
    "street": "14 rue de la Découverte",
    "zip": "74000",
    "city": "Annecy",
    "phone": "04 65 71 00 74",
    "email": "service-client@duret-electricite.example",
    "website": "https://www.duret-electricite.example",
    # A number that no company can have: SIREN numbers never start with three zeros.
    "company_registry": "00074100900013",
    "vat": "FR90000741009",
    "duret_legal_form": "SAS au capital de 150 000 €",
    "duret_rcs": "RCS Annecy 000 741 009",
    "duret_insurer": "Assurances fictives des Alpes, 2 place du Lavoir, 74000 Annecy",
    "duret_insurance_policy": "DEC-0074-2026",
    "duret_insurance_area": "France métropolitaine",
    "duret_mediator": "Médiation fictive des Savoie, 5 quai des Cygnes, 74000 Annecy",
    "duret_mediator_url": "https://www.mediation-savoie.example",
    "duret_emergency_phone": "04 65 71 00 99",
}


def write(env, scenario, refs):
    """Give the main company its identity, its mail domain and the French chart of accounts.

    :param refs: receives "calendar"
    """
    company = env.company
    company.partner_id.write({"country_id": env.ref("base.fr").id, "lang": "fr_FR", "tz": "Europe/Paris"})
    env["account.chart.template"].try_loading("fr", company, install_demo=False)
    company.write(IDENTITY)
    company.partner_id.write({"partner_latitude": 45.8992, "partner_longitude": 6.1294})
    domain = env["mail.alias.domain"].search([("name", "=", "duret-electricite.example")], limit=1)
    company.alias_domain_id = domain or env["mail.alias.domain"].create({"name": "duret-electricite.example"})
    refs["calendar"] = company.resource_calendar_id.id
