from odoo import fields, models
from odoo.tools.misc import format_datetime

from ..callback_rules import Call, call_that_keeps

# Promises looked at for a call, the nearest first; nobody has more calls waiting.
MOST_WAITING = 1000


class DuretCallCallback(models.AbstractModel):
    """A logged call in which the person was spoken to closes the promises to call that person back."""

    _name = "duret.call.callback"
    _description = "Call: Closes Callbacks"

    def _duret_after_logged(self):
        """Override: close what these calls settle."""
        result = super()._duret_after_logged()
        self.filtered("duret_answered")._duret_close_callbacks()
        return result

    def _duret_close_callbacks(self):
        """Close the waiting callbacks of the people spoken to, each with a note that names the call.

        Constant number of queries for the search, whatever the number of calls.
        """
        if not self:
            return
        # sudo: a call settles the promise whoever made it and whoever logs the call; nothing of it is shown here.
        waiting = self.env["mail.activity"].sudo().search(self._duret_waiting_domain(), limit=MOST_WAITING)
        calls = [call._duret_call_facts() for call in self]
        for activity, promise in zip(waiting, waiting._duret_promises(), strict=True):
            rank = call_that_keeps(promise, calls)
            if rank is not None:
                activity._duret_close_by_call(self[rank])

    def _duret_waiting_domain(self):
        return [("duret_deadline", "!=", False), ("activity_type_id.category", "=", "phonecall")]

    def _duret_call_facts(self):
        """This call for the rule: see ``callback_rules.Call``."""
        self.ensure_one()
        partner = self.partner_id
        return Call(
            at=self.date or self.create_date,
            saved=self.create_date,
            answered=self.duret_answered,
            people=frozenset((partner | partner.commercial_partner_id).ids),
            number=self.duret_e164 or "",
        )

    def _duret_callback_note(self):
        """Sentence of the note left by this call on what it closed, in the company's language."""
        self.ensure_one()
        text = self.with_context(lang=self.env.company.partner_id.lang).env
        zone = self.env.company.resource_calendar_id.tz or "Europe/Paris"
        moment = format_datetime(text, self.date or fields.Datetime.now(), tz=zone, dt_format="short")
        if self.direction == "in":
            return text._("Closed by itself: the client called on %(moment)s.", moment=moment)
        return text._("Closed by itself: the client was called on %(moment)s.", moment=moment)
