from odoo import fields, models


class DuretPartnerPortal(models.AbstractModel):
    """Who of a company sees whose requests on the portal."""

    _name = "duret.partner.portal"
    _description = "Contact: Portal"

    duret_portal_own_only = fields.Boolean(
        "Contacts See Only Their Own Requests",
        help="For a managing agent whose contacts are residents: each sees the requests made in his own name. "
        "Without it, the contacts of one company see each other's requests. The company's own account sees all.",
    )
