from odoo import api, models
from odoo.fields import Domain

from ..van_use import decimal

MOST_PRODUCTS = 5_000
PHOTO_EDGE = 2048
# Minutes that a technician announces with one tap.
DELAYS = [15, 30, 45, 60]


class DuretSyncPullShared(models.AbstractModel):
    """Pull: the technician himself, the lists he chooses from, what lies in his van."""

    _name = "duret.sync.pull.shared"
    _description = "Pull: Lists"

    @api.model
    def _section_me(self):
        """Who works here, what he may do, and the words above the signature."""
        user, company = self.env.user, self.env.company
        people = self._pulled_people()
        return {
            "user": user.id,
            "login": user.login,
            "name": user.name,
            "person": people[:1].id or None,
            "company": company.name,
            "phone_office": company.phone or "",
            "position_allowed": company.duret_photo_position,
            "consent": self.env["duret.report.signature"]._duret_consent(),
            "may_assign": self.env["duret.assign.desk"]._may_assign(),
            "photo_edge": PHOTO_EDGE,
        }

    @api.model
    def _pulled_people(self):
        """Technician's record of the user, found by the pull.

        :return: fsm.person
        """
        # sudo: the user's own record, see `_people`.
        return self.env["fsm.person"].sudo().browse(self.env.context.get("duret_people_ids", []))

    @api.model
    def _section_catalogue(self):
        """Kinds of visits with what is checked and measured, limits of measures, kinds of hours, who signs."""
        types = self.env["fsm.order.type"].search([], order="duret_sequence, id")
        checks = self.env["duret.check.item"].search([])
        measures = self.env["duret.measure.kind"].search([])
        return {
            "types": [
                {
                    "id": kind.id,
                    "name": kind.name or "",
                    "checks": self._codes_for(checks, kind),
                    "measures": self._codes_for(measures, kind),
                }
                for kind in types
            ],
            "checks": [{"code": item.code, "name": item.name, "required": item.required} for item in checks],
            "measures": [self._measure(kind) for kind in measures],
            "hours": [{"code": kind.code, "name": kind.name} for kind in self.env["duret.hour.kind"].search([])],
            "qualities": self.env["duret.report.signature"]._duret_qualities(),
            "delays": DELAYS,
        }

    @api.model
    def _codes_for(self, rows, kind):
        """Codes of the items or measures of a kind of visit: those of no kind are for all."""
        return [row.code for row in rows if not row.type_ids or kind in row.type_ids]

    @api.model
    def _measure(self, kind):
        """One kind of measure, its limits as decimal texts or nothing."""
        return {
            "code": kind.code,
            "name": kind.name,
            "unit": kind.unit,
            "minimum": decimal(kind.minimum) if kind.has_minimum else None,
            "maximum": decimal(kind.maximum) if kind.has_maximum else None,
            "decimals": kind.decimals,
            "norm": kind.norm or "",
        }

    @api.model
    def _section_products(self):
        """Goods that can be written on a report."""
        domain = Domain("type", "=", "consu") & Domain("company_id", "in", [False, self.env.company.id])
        # sudo: names and units only, never a price; technicians choose from them.
        products = self.env["product.product"].sudo()
        names = ["name", "default_code", "uom_id"]
        rows = products.search_fetch(domain, names, order="default_code, id", limit=MOST_PRODUCTS)
        return [
            {"id": row.id, "name": row.name, "code": row.default_code or "", "unit": row.uom_id.name} for row in rows
        ]

    @api.model
    def _section_van(self):
        """What lies in the user's van, by product."""
        van = self._pulled_people().duret_van_location_id
        if not van:
            return []
        # sudo: the user's own van, named on his own record.
        quants = self.env["stock.quant"].sudo()
        groups = quants._read_group([("location_id", "child_of", van.ids)], ["product_id"], ["quantity:sum"])
        stock = {product.id: decimal(quantity) for product, quantity in groups}
        return [{"product": key, "quantity": stock[key]} for key in sorted(stock) if stock[key] != "0"]
