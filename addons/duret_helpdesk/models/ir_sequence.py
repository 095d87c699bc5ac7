from odoo import api, models, tools


class IrSequence(models.Model):
    _name = "ir.sequence"
    _inherit = ["duret.known.by.heart", "ir.sequence"]
    _duret_heart_fields = frozenset({"code", "company_id", "active"})

    def _get_prefix_suffix(self, date=None, date_range=None):
        """Override: what stands around the number is worked out only when it names a date.

        :return: (str, str)
        """
        prefix, suffix = self.prefix or "", self.suffix or ""
        if "%" in prefix + suffix:
            return super()._get_prefix_suffix(date=date, date_range=date_range)
        return prefix, suffix

    @api.model
    @tools.ormcache("code", "company_id")
    def _duret_id_by_code(self, code, company_id):
        """Sequence that numbers the documents of a company: its own, else that of all companies.

        :return: id, False when there is none
        """
        domain = [("code", "=", code), ("company_id", "in", [company_id, False])]
        # sudo: every request is numbered, whoever opens it; only an id leaves this method.
        return self.sudo().search(domain, order="company_id", limit=1).id
