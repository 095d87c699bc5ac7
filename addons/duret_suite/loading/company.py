"""Duret Électricité itself: identity, mail domain, French accounts."""

IDENTITY = {
    "name": "Duret Électricité",
    "street": "14 rue de la Découverte",
    "zip": "74000",
    "city": "Annecy",
    "phone": "04 65 71 00 74",
    "email": "service-client@duret-electricite.example",
    "website": "https://www.duret-electricite.example",
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
