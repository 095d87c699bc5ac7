from odoo import models


class DuretVisitDelayMessage(models.AbstractModel):
    """Tells a client that his technician comes later, or on time after all; the page of the visit takes his answer."""

    _name = "duret.visit.delay.message"
    _description = "Message About a Delay"

    def _decide_delay(self):
        """Choose what a message about a delay says now.

        :return: True when the client still has something to learn; the row is dropped otherwise
        """
        self.ensure_one()
        visit = self.order_id
        if visit.stage_id.is_closed or visit.duret_day_state not in ("planned", "en_route"):
            self._mark_dropped(self.env._("The technician is there."))
            return False
        if not visit.duret_told_start:
            self._mark_dropped(self.env._("The appointment has changed since."))
            return False
        values = {"kind": "delayed", "told_start": visit.duret_told_start, "old_start": visit.scheduled_date_start}
        self.write(values | {"sequence": self._change_number()})
        return True

    def duret_is_late(self):
        """Whether the arrival told is later than agreed; False: the technician comes on time after all."""
        self.ensure_one()
        return bool(self.told_start and self.old_start and self.told_start > self.old_start)

    def duret_delay_title(self):
        """Subject of the mail, without the hour."""
        self.ensure_one()
        if self.duret_is_late():
            return self.env._("Your technician will be late: expected at")
        return self.env._("Your technician comes on time:")

    def duret_delay_words(self):
        """Sentence of the text message: what changes, and where to answer."""
        self.ensure_one()
        if not self.duret_is_late():
            return self.env._("our technician comes on time after all, at %(hour)s.", hour=self.duret_new_hour())
        return self.env._(
            "our technician is delayed, expected at about %(hour)s. I wait / another time: %(link)s",
            hour=self.duret_new_hour(),
            link=self.duret_link(),
        )

    def duret_new_hour(self):
        """Hour of the arrival told, in words, for example « 10 h 30 »."""
        self.ensure_one()
        return self._duret_slot_words(self.told_start, self.told_start)["from"]

    def duret_agreed_hour(self):
        """Hour that had been agreed, in words."""
        self.ensure_one()
        return self._duret_slot_words(self.old_start, self.old_start)["from"]
