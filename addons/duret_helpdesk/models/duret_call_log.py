from odoo import models


class DuretCallLog(models.AbstractModel):
    """What a call changes on the request that it is about."""

    _name = "duret.call.log"
    _description = "Call: Effects"

    def _duret_after_logged(self):
        """Act on calls that have just been logged; mixins listed before this one extend it.

        Runs once for each call when it is logged, and once more when a call that was not answered turns out to be.
        """
        for call in self.filtered("duret_ticket_id"):
            ticket = call.duret_ticket_id
            if call._duret_is_client_again():
                ticket._duret_client_called(call.date, "\n".join(filter(None, (call.name, call.description))))
                ticket._duret_note_client_answer(call.date)
            if call.duret_answered:
                ticket._duret_client_reached(call.date)

    def _duret_is_client_again(self):
        """Tell whether the client got in touch about a request that existed: the call that opens one is no more of it.

        What is written together has the same date of creation.
        """
        self.ensure_one()
        return self.direction == "in" and self.create_date > self.duret_ticket_id.create_date
