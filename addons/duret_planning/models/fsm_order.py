from odoo import fields, models
from odoo.exceptions import ValidationError

from ..slotting import schedule

SCHEDULE = {
    "scheduled_date_start": "start",
    "scheduled_date_end": "end",
    "scheduled_duration": "hours",
}


class FsmOrder(models.Model):
    _inherit = "fsm.order"

    duret_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Ticket",
        index="btree_not_null",
        tracking=True,
        help="Request of the client that this visit answers",
    )

    # The day's visits are read each time « Ma journée » changes.
    scheduled_date_start = fields.Datetime(index=True)
    duret_client_phone = fields.Char(related="location_id.owner_id.phone", string="Client's telephone")

    def write(self, vals):
        """Move any number of visits at once, each one keeping its own length.

        The base addon reads dates of ``self`` as if it held one visit: a drag and drop or a list edit on two
        visits failed with "Expected singleton", and moving only the start of a visit shortened it to nothing.
        """
        if not SCHEDULE.keys() & vals.keys() or SCHEDULE.keys() <= vals.keys():
            return super().write(vals)
        done = True
        for orders, schedule_vals in self._duret_group_by_schedule(vals):
            done = super(FsmOrder, orders).write({**vals, **schedule_vals}) and done
        return done

    def _duret_group_by_schedule(self, vals):
        """Group the visits that get the same three values.

        :param vals: values being written, holding one or two of start, end and duration
        :return: list of (visits, values of start, end and duration)
        :raises ValidationError: when the end comes before the start
        """
        groups = self.grouped(lambda order: tuple(order._duret_schedule_after(vals)))
        return [(orders, dict(zip(SCHEDULE, key, strict=True))) for key, orders in groups.items()]

    def _duret_schedule_after(self, vals):
        """Return (start, end, hours) of this visit once ``vals`` are written (naive UTC, hours)."""
        self.ensure_one()
        known = {name: vals.get(name, self[name]) for name in SCHEDULE}
        if "scheduled_date_start" in vals and not vals["scheduled_date_start"]:
            return False, False, known["scheduled_duration"]
        try:
            start, end, hours = schedule.complete(
                fields.Datetime.to_datetime(known["scheduled_date_start"]) or None,
                fields.Datetime.to_datetime(known["scheduled_date_end"]) or None,
                known["scheduled_duration"] or 0.0,
                moved=frozenset(SCHEDULE[name] for name in SCHEDULE if vals.get(name)),
            )
        except ValueError as error:
            raise ValidationError(self.env._("A visit cannot end before it starts.")) from error
        return start or False, end or False, hours
