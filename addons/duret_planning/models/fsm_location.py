from odoo import api, fields, models
from odoo.exceptions import UserError

ADDRESS = ("street", "zip", "city")


class FsmLocation(models.Model):
    _inherit = "fsm.location"

    # Every client page and every visit list goes through these two columns; the base addon leaves them
    # without an index, so that opening a client read the whole table of sites.
    partner_id = fields.Many2one(index=True)
    owner_id = fields.Many2one(index=True)

    @api.model
    def _duret_site_for(self, partner, address=None):
        """Return the site of a client at an address; make it when there is none yet.

        :param partner: res.partner, a contact or a firm
        :param address: dict of street, zip and city; the client's own by default
        :raises UserError: when there is no town to go to
        """
        owner = partner.commercial_partner_id
        wanted = address or {name: partner[name] or owner[name] for name in ADDRESS}
        if not (wanted.get("city") or "").strip():
            raise UserError(self.env._("Where? The address of %(client)s is missing.", client=partner.display_name))
        for site in self.search([("owner_id", "=", owner.id)]):
            if site._duret_address_key(site) == self._duret_address_key(wanted):
                return site
        name = f"{owner.name} – {wanted['city'].strip()}"
        return self.create(
            {
                "name": name,
                "owner_id": owner.id,
                "contact_id": partner.id if not partner.is_company else False,
                "country_id": (owner.country_id or self.env.company.country_id).id,
                **{field: (wanted.get(field) or "").strip() for field in ADDRESS},
            }
        )

    @api.model
    def _duret_address_key(self, address):
        """Return what makes two writings of an address the same: letters and figures only."""
        return tuple("".join(filter(str.isalnum, (address[name] or "").lower())) for name in ADDRESS)
