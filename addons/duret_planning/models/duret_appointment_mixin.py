from odoo import models


class DuretAppointmentMixin(models.AbstractModel):
    """A document from which a visit is booked."""

    _name = "duret.appointment.mixin"
    _description = "Opens the Booking of a Visit"

    def action_duret_appointment(self):
        """Open « Rendez-vous » for this document.

        :return: client action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "duret_planning.appointment",
            "params": {"model": self._name, "res_id": self.id, "reload": True},
        }
