from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.duret_base.duret_phones import display

from ..day_clock import day_bounds

# Beyond, the screen says « 99+ »: counting every row of a big table would cost more than it tells.
MOST_COUNTED = 100


class DuretMyDayBlock(models.AbstractModel):
    """What the blocks of « Ma journée » have in common."""

    _name = "duret.my.day.block"
    _description = "My Day: Block"

    @api.model
    def _day_block(self, code, title, records, domain, row, **values):
        """One block from a search that was limited.

        :param records: the first records, sorted
        :param domain: domain of all of them, for the number and for « see all »
        :param row: function (record) → dict of a row
        :param values: sequence, icon, empty, place, views, context
        :return: dict, see ``duret.my.day``
        """
        limit = values.pop("limit")
        count = len(records)
        if count >= limit:
            count = records.search_count(domain, limit=MOST_COUNTED)
        return {
            "code": code,
            "title": title,
            "count": count,
            "is_capped": count >= MOST_COUNTED,
            "rows": [row(record) for record in records],
            "action": {
                "type": "ir.actions.act_window",
                "name": title,
                "res_model": records._name,
                "views": values.pop("views", [[False, "list"], [False, "form"]]),
                "domain": self._day_plain(domain),
                "context": values.pop("context", {}),
            },
            "place": "list",
            **values,
        }

    @api.model
    def _day_plain(self, domain):
        """A domain for the web client: dates and times as text."""
        return [
            [term[0], term[1], self._day_plain_value(term[2])] if isinstance(term, (tuple, list)) else term
            for term in Domain(domain)
        ]

    @api.model
    def _day_plain_value(self, value):
        if hasattr(value, "hour"):
            return fields.Datetime.to_string(value)
        if hasattr(value, "year"):
            return fields.Date.to_string(value)
        return list(value) if isinstance(value, (tuple, set, frozenset)) or hasattr(value, "union") else value

    @api.model
    def _day_bounds(self):
        """First and last instant of today on the user's clock.

        :return: (naive UTC datetime included, naive UTC datetime excluded)
        """
        return day_bounds(fields.Datetime.now(), self.env.user.tz or "Europe/Paris")

    @api.model
    def _day_today(self):
        """Today on the user's calendar."""
        return fields.Date.context_today(self.with_context(tz=self.env.user.tz or "Europe/Paris"))

    @api.model
    def _day_owned(self, scope):
        """Domain of what belongs to the day that is looked at."""
        return Domain("user_id", "=", self.env.uid) if scope == "mine" else Domain.TRUE

    @api.model
    def _day_phone(self, number):
        """Fields of a row for a number to call.

        :param number: str or None, any writing
        :return: dict
        """
        if not number:
            return {}
        complete = self.env["res.partner"]._duret_phone_e164(number) or number
        return {"phone": complete, "phone_shown": display(complete) if complete.startswith("+") else complete}

    @api.model
    def _day_owner(self, user):
        """Name of the owner, when it is somebody else."""
        # sudo: the name of a colleague, shown on every document he owns.
        return user.sudo().name if user and user != self.env.user else ""
