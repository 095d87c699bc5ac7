from odoo import api, models, tools


class DuretTriageTarget(models.AbstractModel):
    """A type or a team that the triage proposes by its code: found without a query for each message."""

    _name = "duret.triage.target"
    _inherit = ["duret.known.by.heart"]
    _description = "Triage: Type or Team"
    _duret_heart_fields = frozenset({"duret_code", "duret_triage_code", "active"})

    @api.model
    @tools.ormcache("field", "self._name")
    def _duret_ids_by_code(self, field):
        """Ids of the active records that have a code: {code: id}.

        :param str field: the field that holds it
        """
        # sudo: called for whoever opens a request, portal clients included; only ids leave this method.
        records = self.sudo().search([(field, "!=", False)])
        return {record[field]: record.id for record in records}
