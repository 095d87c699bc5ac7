"""Activities that appear by themselves in front of their owner when their time comes."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.mail import html2plaintext

from odoo.addons.duret_base.duret_phones import display

from ..reminders import CHOICES, postponed

BUS_TYPE = "duret_reminder"
BATCH = 200
# What an open tab loads in advance: it reminds by its own clock even when the job is late.
HORIZON = timedelta(hours=36)
MOST_PENDING = 200
FARTHEST = timedelta(days=366)  # a year typed wrong would put a reminder off for ever
# Fields whose change must reach the tabs of the owner.
SHOWN = {
    "duret_shown_at_once",
    "duret_deadline",
    "date_deadline",
    "user_id",
    "active",
    "summary",
    "note",
    "duret_phone",
    "activity_type_id",
}


class DuretActivityReminder(models.AbstractModel):
    """Pop-ups of the activities with a time, alike in all open tabs of their owner.

    Tabs know the coming reminders (:meth:`duret_pending_reminders`), learn of every change on the bus, and are
    told by a job when a time has come. Each of the three alone is enough for the pop-up to appear.
    """

    _name = "duret.activity.reminder"
    _description = "Activity: Reminder at a Time"

    # -- what tabs are told ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the owners' tabs about new reminders."""
        activities = super().create(vals_list)
        activities._duret_tell_changed()
        return activities

    def write(self, vals):
        """Tell the tabs of the owners, before and after, what changed."""
        if not SHOWN & vals.keys():
            return super().write(vals)
        before = [(activity.user_id, activity.id) for activity in self if activity.duret_deadline]
        result = super().write(vals)
        timed = self.filtered("duret_deadline")
        here = {(activity.user_id, activity.id) for activity in timed if activity.active}
        self._duret_tell_removed([pair for pair in before if pair not in here])
        timed._duret_tell_changed()
        return result

    def unlink(self):
        """Take the pop-ups of what is cancelled off the screens."""
        gone = [(activity.user_id, activity.id) for activity in self if activity.duret_deadline]
        result = super().unlink()
        self._duret_tell_removed(gone)
        return result

    def _duret_tell_changed(self, due=False):
        """Send the reminders to the tabs of their owners.

        :param bool due: their time has come by the server's clock, whatever the tab's clock says
        """
        waiting = self.filtered(lambda activity: activity.active and activity.duret_deadline and activity.user_id)
        for user, activities in waiting.grouped("user_id").items():
            rows = activities.with_context(lang=user.lang)._duret_reminder_rows()
            user._bus_send(BUS_TYPE, {"changed": rows, "due": due})

    @api.model
    def _duret_tell_removed(self, pairs):
        """Take reminders off the screens of the people who had them.

        :param pairs: list of (res.users, id of the activity)
        """
        removed = {}
        for user, activity_id in pairs:
            removed.setdefault(user, []).append(activity_id)
        for user, ids in removed.items():
            user._bus_send(BUS_TYPE, {"removed": ids})

    # -- job ------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_duret_remind(self):
        """Job, every minute: remind of what is due. A row locked by somebody who just deals with it waits a turn."""
        due = self.env["mail.activity"].search(self._duret_due_domain(), limit=BATCH, order="duret_deadline, id")
        locked = due.try_lock_for_update()
        locked._duret_remind()
        remaining = len(due) == BATCH and self.env["mail.activity"].search_count(self._duret_due_domain())
        self.env["ir.cron"]._commit_progress(len(locked), remaining=remaining)

    @api.model
    def _duret_due_domain(self):
        """Activities whose time has come and whose owner was not told yet."""
        return [
            ("duret_deadline", "<=", fields.Datetime.now()),
            ("duret_notified_at", "=", False),
            ("user_id", "!=", False),
        ]

    def _duret_remind(self):
        """Tell the owners, once for each due time: the mark and the messages are saved together or not at all."""
        if self:
            self.write({"duret_notified_at": fields.Datetime.now()})
            self._duret_tell_changed(due=True)

    # -- what tabs ask --------------------------------------------------------------------------------------------

    @api.readonly
    @api.model
    def duret_pending_reminders(self):
        """Reminders of the current user: those that wait to be dealt with, and the coming ones.

        :return: dict with "now" (UTC, "YYYY-MM-DD HH:MM:SS") for tabs whose clock is wrong, and "reminders", the
            rows of :meth:`_duret_reminder_rows` in the order of time
        """
        now = fields.Datetime.now()
        mine = Domain("user_id", "=", self.env.uid) & Domain("duret_deadline", "!=", False)
        activities = self.search(
            mine & (Domain("duret_deadline", "<", now + HORIZON) | Domain("duret_shown_at_once", "=", True)),
            order="duret_deadline, id",
            limit=MOST_PENDING,
        )
        return {"now": fields.Datetime.to_string(now), "reminders": activities._duret_reminder_rows()}

    def _duret_reminder_rows(self):
        """What a pop-up shows of each activity, in order; a constant number of queries a model of document.

        :return: list of dict: id, deadline (UTC text), at_once (does not wait for it), title, who, phone (E.164 or as
            typed), phone_shown, note, about (name of the document), res_model, res_id
        """
        people = self._duret_people()
        return [activity._duret_reminder_row(people[activity.id]) for activity in self]

    def _duret_reminder_row(self, partner):
        self.ensure_one()
        phone = self.duret_phone or partner.phone or ""
        number = self.env["res.partner"]._duret_phone_e164(phone) or phone
        return {
            "id": self.id,
            "deadline": fields.Datetime.to_string(self.duret_deadline),
            "at_once": self.duret_shown_at_once,
            "title": self.summary or self.activity_type_id.name or "",
            "who": partner.name or "",
            "phone": number,
            "phone_shown": display(number) if number.startswith("+") else number,
            "note": html2plaintext(self.note or "").strip()[:300],
            "about": self.res_name or "",
            "res_model": self.res_model or "",
            "res_id": self.res_id or 0,
        }

    def _duret_people(self):
        """Contact of the document of each activity.

        :return: dict {id of the activity: res.partner, empty when there is none}
        """
        people = dict.fromkeys(self.ids, self.env["res.partner"])
        for model, data in self._classify_by_model().items():
            # sudo: whoever has a call to make knows whom to call, as with `res_name`, which core reads for him alike.
            documents = self.env[model].sudo().browse(data["record_ids"])
            known = set(documents.exists().ids)
            for activity, document in zip(data["activities"], documents, strict=True):
                if document.id in known:
                    people[activity.id] = self._duret_person_of(document)
        return people

    @api.model
    def _duret_person_of(self, document):
        """Contact of one document.

        :param document: a record of any model, readable
        :return: res.partner, possibly empty
        """
        if document._name == "res.partner":
            return document
        partner = "partner_id" in document._fields and document["partner_id"]
        return partner if partner and partner._name == "res.partner" else self.env["res.partner"]

    # -- what people do with a pop-up -----------------------------------------------------------------------------

    def duret_postpone(self, choice, moment=None):
        """Remind later; what was done meanwhile in another tab or by a colleague stays done.

        :param str choice: one of ``reminders.CHOICES``, or "at"
        :param str moment: UTC time for "at", "YYYY-MM-DD HH:MM:SS"
        :raises UserError: when the time is missing, wrong or past
        """
        waiting = self._duret_waiting()
        if waiting:
            waiting.write({"duret_deadline": waiting._duret_later(choice, moment), "duret_shown_at_once": False})

    def _duret_later(self, choice, moment):
        now = fields.Datetime.now()
        if choice in CHOICES:
            return postponed(choice, now, self._duret_zone_of(self.env.user))
        try:
            later = fields.Datetime.to_datetime(moment) if choice == "at" else None
        except (TypeError, ValueError):
            later = None
        if not later or later <= now:
            raise UserError(self.env._("Choose a day and a time to come."))
        if later - now > FARTHEST:
            raise UserError(self.env._("Choose a day and a time within the coming year."))
        return later.replace(second=0, microsecond=0)

    def duret_done(self, feedback=None):
        """Deal with the reminder: the activity is done, with a note on its document."""
        waiting = self._duret_waiting()
        if waiting:
            waiting.action_feedback(feedback=feedback or False)

    def duret_called(self, reached):
        """Say how a call made from the pop-up went. An attempt without answer leaves the reminder where it is.

        :param bool reached: whether the person was spoken to
        """
        if reached:
            self.duret_done(self.env._("The person was reached by telephone."))
        else:
            for activity in self._duret_waiting().filtered("res_model"):
                document = self.env[activity.res_model].browse(activity.res_id)
                document.message_post(body=self.env._("Call attempted, no answer."), subtype_xmlid="mail.mt_note")

    def _duret_waiting(self):
        """Those of these activities that still wait, the others having been dealt with elsewhere."""
        return self.exists().filtered("active")
