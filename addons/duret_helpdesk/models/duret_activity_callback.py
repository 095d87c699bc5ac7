from odoo import api, fields, models

from ..callback_rules import Promise

# Fields of an activity that « Ma journée » shows or sorts by.
ON_THE_DAY = {"active", "user_id", "date_deadline", "duret_deadline", "summary", "activity_type_id", "res_id"}


class DuretActivityCallback(models.AbstractModel):
    """Calls made back: logged in the journal, closed by it, and shown on « Ma journée »."""

    _name = "duret.activity.callback"
    _description = "Activity: Callback"

    duret_call_id = fields.Many2one(
        "crm.phonecall",
        "Closed by the call",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The call of the journal that settled this one.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: « Ma journée » shows it at once."""
        activities = super().create(vals_list)
        self.env["duret.my.day"]._notify_changed({"callbacks", "tasks"})
        return activities

    def write(self, vals):
        """Override: « Ma journée » shows it at once."""
        result = super().write(vals)
        if ON_THE_DAY & vals.keys():
            self.env["duret.my.day"]._notify_changed({"callbacks", "tasks"})
        return result

    def unlink(self):
        """Override: « Ma journée » shows it at once."""
        result = super().unlink()
        self.env["duret.my.day"]._notify_changed({"callbacks", "tasks"})
        return result

    def duret_called(self, reached):
        """Override: the call goes to the journal, which closes the callback when the person was reached."""
        for activity in self._duret_waiting():
            activity.check_access("write")
            # sudo: the person may deal with this activity (checked on the line above); a technician's own call goes
            # to the journal although he may not write the journal by himself.
            call = self.env["crm.phonecall"].sudo().create(activity._duret_callback_call_values(reached))
            if reached and activity.active:
                activity._duret_close_by_call(call)

    def _duret_callback_call_values(self, reached):
        """Values of the journal's line for a call made from the pop-up.

        :param bool reached: whether the person was spoken to
        """
        self.ensure_one()
        partner = self._duret_people()[self.id]
        return {
            "name": self.summary or self.activity_type_id.name or self.env._("Callback"),
            "direction": "out",
            "partner_id": partner.id,
            "partner_phone": self.duret_phone or partner.phone,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "state": "done" if reached else "cancel",
            "duret_answered": reached,
            "duret_ticket_id": self.res_id if self.res_model == "helpdesk.ticket" else False,
        }

    def _duret_close_by_call(self, call):
        """Done, with a note on the document that says which call settled it.

        :param call: crm.phonecall
        """
        self.ensure_one()
        self.duret_call_id = call
        self.action_feedback(feedback=call._duret_callback_note())

    def _duret_promises(self):
        """These activities for the rule, in order: see ``callback_rules.Promise``.

        :return: list of Promise; constant number of queries a model of document
        """
        people = self._duret_people()
        return [activity._duret_promise(people[activity.id]) for activity in self]

    def _duret_promise(self, partner):
        self.ensure_one()
        contacts = partner | partner.commercial_partner_id
        numbers = set(partner.duret_phone_ids.mapped("e164")) | {self.duret_phone}
        return Promise(asked=self.create_date, people=frozenset(contacts.ids), numbers=frozenset(filter(None, numbers)))
