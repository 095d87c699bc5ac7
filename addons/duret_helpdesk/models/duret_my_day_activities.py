from odoo import api, fields, models
from odoo.fields import Domain

ACTIVITY_LIST = "duret_relance.mail_activity_view_list"
# Callbacks of a day are shown together: they are read by hour.
CALLBACKS = 40
TASKS = 8
RELANCES = 8
RELANCE_ACTION = "duret_relance.duret_relance_message_action_today"


class DuretMyDayActivities(models.AbstractModel):
    """Blocks made of activities: calls promised for today, and what is planned for today at the latest."""

    _name = "duret.my.day.activities"
    _inherit = "duret.my.day.block"
    _description = "My Day: Activities"

    @api.model
    def _block_callbacks(self, scope):
        """Calls to make today, by hour; those of the past days come first until they are dealt with."""
        _start, end = self._day_bounds()
        domain = self._day_owned(scope) & Domain(
            [
                ("duret_deadline", "!=", False),
                ("duret_deadline", "<", end),
                ("activity_type_id.category", "=", "phonecall"),
            ]
        )
        activities = self.env["mail.activity"].search(domain, limit=CALLBACKS, order="duret_deadline, id")
        people = activities._duret_people()
        now = fields.Datetime.now()
        return self._day_block(
            "callbacks",
            self.env._("Calls to make"),
            activities,
            domain,
            lambda activity: self._callback_row(activity, people[activity.id], now),
            limit=CALLBACKS,
            views=self._activity_views(),
            sequence=10,
            place="agenda",
            icon="fa-phone",
            empty=self.env._("No call to make today."),
        )

    @api.model
    def _callback_row(self, activity, partner, now):
        return {
            **self._activity_row(activity),
            **self._day_phone(activity.duret_phone or partner.phone),
            "title": partner.name or activity.res_name or activity.display_name,
            "subtitle": activity.res_name or activity.summary or "",
            "time": fields.Datetime.to_string(activity.duret_deadline),
            "tone": "danger" if activity.duret_deadline < now else "",
        }

    @api.model
    def _block_tasks(self, scope):
        """Everything else that is planned for today or late: next actions of tickets, reminders, follow-ups."""
        today = self._day_today()
        _start, end = self._day_bounds()
        timed_call = Domain("duret_deadline", "!=", False) & Domain("activity_type_id.category", "=", "phonecall")
        domain = self._day_owned(scope) & Domain("date_deadline", "<=", today) & ~timed_call
        activities = self.env["mail.activity"].search(domain, limit=TASKS, order="date_deadline, id")
        people = activities._duret_people()
        return self._day_block(
            "tasks",
            self.env._("To do today"),
            activities,
            domain,
            lambda activity: self._task_row(activity, people[activity.id], today),
            limit=TASKS,
            views=self._activity_views(),
            sequence=50,
            icon="fa-check-square-o",
            empty=self.env._("Nothing else is planned for today."),
        )

    @api.model
    def _task_row(self, activity, partner, today):
        late = activity.date_deadline < today
        return {
            **self._activity_row(activity),
            **self._day_phone(activity.duret_phone or partner.phone),
            "title": activity.summary or activity.activity_type_id.name or "",
            "subtitle": " · ".join(filter(None, [partner.name, activity.res_name])),
            "day": fields.Date.to_string(activity.date_deadline),
            "tone": "danger" if late else "",
        }

    @api.model
    def _block_relances(self):
        """What the program sends to clients today, and what could not be sent: the company's, for whoever reads it."""
        messages = self.env["duret.relance.message"]
        rows = messages._get_day_rows(self.env.user, limit=RELANCES)
        count = len(rows) if len(rows) < RELANCES else messages._get_day_count(self.env.user)
        return {
            "code": "relances",
            "title": self.env._("Follow-ups of the day"),
            "count": count,
            "is_capped": False,
            "rows": [self._relance_row(row) for row in rows],
            "action": self.env["ir.actions.act_window"]._for_xml_id(RELANCE_ACTION),
            "sequence": 55,
            "icon": "fa-paper-plane-o",
            "place": "list",
            "empty": self.env._("No follow-up is sent today."),
        }

    @api.model
    def _relance_row(self, row):
        return {
            "key": row["id"],
            "model": row["res_model"],
            "id": row["res_id"],
            "title": row["title"],
            "subtitle": row["subtitle"],
            "time": fields.Datetime.to_string(row["time"]),
            "badge": row["state_label"],
            "tone": "danger" if row["is_problem"] else "",
            "actions": [],
        }

    @api.model
    def _activity_row(self, activity):
        """Fields of a row that any activity has."""
        return {
            "key": activity.id,
            "activity_id": activity.id,
            "model": activity.res_model or "mail.activity",
            "id": activity.res_id or activity.id,
            "owner": self._day_owner(activity.user_id),
            "actions": ["call", "postpone", "done"],
        }

    @api.model
    def _activity_views(self):
        return [[self.env.ref(ACTIVITY_LIST).id, "list"], [False, "form"]]
