from collections import defaultdict
from functools import cache

from odoo import api, fields, models
from odoo.tools import SQL, groupby

from ..next_steps import due_day

# Writing one of these may leave an open ticket without owner or without anything planned.
RISKY = {"user_id", "team_id", "stage_id", "type_id", "active", "company_id", "activity_ids"}
DEFAULT_TYPE = "duret_helpdesk.mail_activity_type_next_action"
# Nobody is written to about an owner or an action that the program sets: they are on the person's list already.
QUIETLY = {
    "mail_activity_quick_update": True,
    "mail_auto_subscribe_no_notify": True,
    "duret_no_subscription": True,
}


class DuretTicketNextAction(models.AbstractModel):
    """Every open ticket has an owner and a dated next action, on every path.

    Paths: `create`, `write` (form, RPC, import, merge, mail), activities done, moved or deleted
    (`mail_activity.py`), employees who leave (`res_users.py`), stages reopened (`helpdesk_ticket_stage.py`).
    What no path should let through, the nightly check finds (`duret_orphan_check.py`).
    """

    _name = "duret.ticket.next.action"
    _description = "Ticket: Next Action"

    duret_is_open = fields.Boolean("Still Open", compute="_compute_duret_is_open", store=True)
    duret_next_action_date = fields.Datetime(
        "Next Action",
        compute="_compute_duret_next_action_date",
        store=True,
        copy=False,
        help="When the next planned action is due: its exact time, or the end of its working day.",
    )

    # -- computed -----------------------------------------------------------------------------------------------

    @api.depends("active", "stage_id.closed")
    def _compute_duret_is_open(self):
        for ticket in self:
            ticket.duret_is_open = ticket.active and not ticket.stage_id.closed

    @api.depends("company_id", "activity_ids.active", "activity_ids.date_deadline", "activity_ids.duret_deadline")
    def _compute_duret_next_action_date(self):
        planned = self._duret_planned()
        for company, tickets in self.grouped("company_id").items():
            late_after = cache(company._duret_end_of_working_day)
            for ticket in tickets:
                moments = [row.duret_deadline or late_after(row.date_deadline) for row in planned.get(ticket.id, ())]
                ticket.duret_next_action_date = min(moments, default=False)

    def _duret_planned(self):
        """Open activities of these tickets.

        :return: dict {id of a ticket: list of mail.activity}; a ticket without any is not in it
        """
        if not self.ids:
            return {}
        # sudo: what is planned on a ticket decides about the ticket, whoever is at work; nothing of it is shown.
        activities = self.env["mail.activity"].sudo()
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("active", "=", True)]
        names = ["res_id", "date_deadline", "duret_deadline", "activity_type_id", "automated", "user_id", "summary"]
        return dict(groupby(activities.search_fetch(domain, names), key=lambda row: row.res_id))

    def _compute_user_id(self):
        """Override: the ticket of somebody who is not in its team goes to the front desk instead of to nobody."""
        result = super()._compute_user_id()
        self.filtered(lambda ticket: not ticket.user_id)._duret_give_owner()
        return result

    # -- every path ---------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a new ticket is owned by an employee, by default the front desk, and has something planned."""
        values, given = self._duret_owned_values(vals_list)
        tickets = super(DuretTicketNextAction, self.with_context(duret_default_owner_ids=given)).create(values)
        tickets = tickets.with_env(self.env)
        if any("activity_ids" in vals for vals in vals_list):
            tickets._duret_ensure_next_action()
        else:
            tickets.filtered("duret_is_open")._duret_plan_default(self._duret_due_days())
        return tickets

    def write(self, vals):
        """Override: nothing that is written leaves an open ticket without owner or next action.

        Taking the owner away gives the ticket to the front desk.
        """
        freed = "user_id" in vals and not self._duret_owners([vals["user_id"]])
        if freed:
            vals = {key: value for key, value in vals.items() if key != "user_id"}
        result = super().write(vals)
        if freed:
            self._duret_give_default_owner()
        elif RISKY & vals.keys():
            self._duret_ensure_next_action()
        return result

    def _duret_owned_values(self, vals_list):
        """Complete values of new tickets with an owner.

        :return: (list of dict, ids of the users who were given a ticket by default)
        """
        owners = self._duret_owners(vals["user_id"] for vals in vals_list if vals.get("user_id"))
        defaults = {}
        result = []
        for vals in vals_list:
            if vals.get("user_id") not in owners.ids:
                place = (vals.get("team_id"), vals.get("company_id"))
                if place not in defaults:
                    defaults[place] = self._duret_owner_of(*place).id
                vals = {**vals, "user_id": defaults[place]}
            result.append(vals)
        return result, list(defaults.values())

    def _duret_owners(self, user_ids):
        """Those of these users who may own a ticket: employees who are still there.

        :param user_ids: ids, false values among them
        :return: res.users
        """
        # sudo: whether somebody is an employee decides about who owns the ticket; nothing of it is shown.
        users = self.env["res.users"].sudo().browse({user_id for user_id in user_ids if user_id})
        return users.filtered(lambda user: user.active and not user.share)

    def _duret_owner_of(self, team_id=False, company_id=False, without=()):
        """Who owns what nobody takes, in a team of a company: the front desk, else the team's back-up or leader,
        else the first assistant, else the administrator.

        :param without: ids of users who are about to leave
        :return: res.users, one
        """
        # sudo: settings of the company and the team, read to find the owner whoever is at work.
        team = self.env["helpdesk.ticket.team"].sudo().browse(team_id or [])
        company_id = company_id or team.company_id.id or self.env.company.id
        # sudo: as above.
        company = self.env["res.company"].sudo().browse(company_id)
        named = company.duret_front_desk_user_id + team.duret_backup_user_id + team.user_id
        named.fetch(["active", "share", "partner_id"])
        for user in named:
            if user.active and not user.share and user.id not in without:
                return user
        return self._duret_fallback_owner(company, without)

    def _duret_fallback_owner(self, company, without):
        """First assistant of the company, else its first employee, else the administrator."""
        # sudo: as in `_duret_owner_of`.
        users = self.env["res.users"].sudo()
        employees = [("share", "=", False), ("company_ids", "in", company.ids), ("id", "not in", list(without))]
        assistants = [("all_group_ids", "in", self.env.ref("duret_base.group_assistant").ids)]
        return (
            users.search(assistants + employees, limit=1, order="id")
            or users.search(employees, limit=1, order="id")
            or self.env.ref("base.user_admin")
        )

    # -- enforcement --------------------------------------------------------------------------------------------

    def _duret_ensure_next_action(self):
        """Give what open tickets lack: an owner, an activity. Take the program's own activity off the others.

        A constant number of queries, plus the insertion of what is missing.
        """
        opened = self.filtered("duret_is_open")
        opened._duret_give_owner()
        planned = self._duret_planned()
        default_type = self.env.ref(DEFAULT_TYPE)
        due = self._duret_due_days()
        superfluous, missing = [], self.browse()
        changed = defaultdict(list)
        for ticket in self:
            rows = planned.get(ticket.id, [])
            own = [row for row in rows if row.automated and row.activity_type_id == default_type]
            if ticket not in opened or len(rows) > len(own):
                superfluous += own
            elif not rows:
                missing += ticket
            else:
                summary, days = ticket._duret_default_step()
                for row in own:
                    if row.summary != summary:
                        changed[ticket.user_id.id, summary, due(ticket.company_id, days)].append(row.id)
                    elif row.user_id != ticket.user_id:
                        changed[ticket.user_id.id, summary, row.date_deadline].append(row.id)
        self._duret_apply(superfluous, changed)
        missing._duret_plan_default(due)

    def _duret_give_owner(self):
        """Give an owner to those of these tickets whose owner is nobody, a client, or gone."""
        # sudo: whether the owner is an employee who is still there decides; nothing of it is shown.
        owners = self._duret_owners(self.sudo().user_id.ids)
        self.filtered(lambda ticket: ticket.user_id not in owners)._duret_give_default_owner()

    def _duret_give_default_owner(self, without=()):
        """Give these tickets to the front desk, or to whoever stands in for it.

        :param without: ids of users who are about to leave
        """
        for (team, company), tickets in self.grouped(lambda ticket: (ticket.team_id, ticket.company_id)).items():
            owner = self._duret_owner_of(team.id, company.id, without)
            # sudo: nobody may leave a ticket without an owner, whoever is at work.
            tickets.sudo().with_context(**QUIETLY, duret_default_owner_ids=owner.ids).user_id = owner

    def _duret_plan_default(self, due):
        """Plan the default next action of these tickets, which have none.

        :param due: see `_duret_due_days`
        """
        if not self:
            return
        self._duret_fetch_languages()
        actions = {}
        for ticket in self:
            summary, days = ticket._duret_default_step()
            actions[ticket] = (summary, due(ticket.company_id, days))
        self._duret_insert_actions(actions)
        self.modified(["activity_ids"])
        # Nothing else is planned on these tickets: their figure is known without asking.
        with self.env.protecting([self._fields["duret_next_action_date"]], self):
            for ticket, (_summary, day) in actions.items():
                ticket.duret_next_action_date = ticket.company_id._duret_end_of_working_day(day)

    def _duret_fetch_languages(self):
        """Read the language of the company and the time zone of the owners, and not all that contacts have."""
        # sudo: texts and dates of the program's own activities, whoever is at work.
        (self.company_id.sudo().partner_id | self.user_id.sudo().partner_id).fetch(["lang", "tz"])

    def _duret_insert_actions(self, actions):
        """Store the activities that the program plans on these tickets, all in one statement.

        Without `mail.activity.create`, by which Odoo looks for everything that depends on activities in each model
        that has any, which takes several times as long as the insertion. Of what `create` does, there is no mail nor
        subscription (`QUIETLY`), no exact time to remind of and no file; the open screens are told below.

        :param dict actions: {ticket: (summary, date)}
        """
        model_id = self.env["ir.model"]._get_id(self._name)
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(DEFAULT_TYPE, raise_if_not_found=True)
        # An open ticket always has something planned, whoever is at work: no right is asked.
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, TRUE, TRUE, %s, %s, %s, %s)",
                *(model_id, self._name, ticket.id, ticket.display_name, type_id, summary, day),
                # sudo: the time zone of the owner, which Odoo keeps in his activities.
                *(ticket.user_id.id or None, ticket.user_id.sudo().tz or None),
                *(self.env.uid, self.env.cr.now(), self.env.uid, self.env.cr.now()),
            )
            for ticket, (summary, day) in actions.items()
        ]
        self.env.cr.execute(
            SQL(
                """INSERT INTO mail_activity
                       (res_model_id, res_model, res_id, res_name, activity_type_id, summary, date_deadline, user_id,
                        user_tz, automated, active, create_uid, create_date, write_uid, write_date)
                   VALUES %s""",
                SQL(", ").join(rows),
            )
        )
        self.invalidate_recordset(["activity_ids"], flush=False)
        self.env["duret.my.day"]._notify_changed({"callbacks", "tasks"})
        self._duret_count_actions({ticket: day for ticket, (_summary, day) in actions.items()})

    def _duret_count_actions(self, days):
        """Have the clock of the menu count what is due by today, as Odoo does for an activity that it creates.

        :param dict days: {ticket: date of its new activity}
        """
        today = fields.Date.today()
        # sudo: the owner's own screens are told how many more there are, whoever opened the ticket.
        due = self.sudo().filtered(lambda ticket: ticket.user_id and days[ticket] <= today)
        for user, tickets in due.grouped("user_id").items():
            user._bus_send("mail.activity/updated", {"activity_created": True, "count_diff": len(tickets)})

    def _duret_first_action(self, due):
        """Figure of a ticket that is about to be inserted, and for which the default action is planned right after.

        :param due: see `_duret_due_days`
        :return: dict {field: value}
        """
        if not self.duret_is_open:
            return {}
        _summary, days = self._duret_default_step()
        company = self.company_id
        return {"duret_next_action_date": company._duret_end_of_working_day(due(company, days))}

    def _duret_apply(self, superfluous, changed):
        """Delete the program's own activities that something else replaces, let the others follow their ticket.

        :param superfluous: list of mail.activity
        :param dict changed: {(user id, summary, date): ids of activities}
        """
        # sudo: the program made these activities, and keeps them whoever is at work.
        activities = self.env["mail.activity"].sudo().with_context(**QUIETLY)
        if superfluous:
            activities.browse([activity.id for activity in superfluous]).unlink()
        for (user_id, summary, day), ids in changed.items():
            activities.browse(ids).write({"user_id": user_id, "summary": summary, "date_deadline": day})

    def _duret_default_step(self):
        """What is to be done next on this ticket when nobody said anything.

        A request that nobody has read yet calls for what its type says, a later one for what its stage says.

        :return: (str, working days)
        """
        self.ensure_one()
        # sudo: texts and delays of the settings, read whoever is at work.
        ticket = self.sudo().with_context(lang=self.company_id.partner_id.lang)
        stage, kind = ticket.stage_id, ticket.type_id
        source = kind if stage.unattended and kind.duret_next_action else stage
        days = source.duret_next_action_days if source else 1
        return source.duret_next_action or ticket.env._("See what is to be done"), days

    def _duret_due_days(self):
        """Function (company, working days) → date, which reads the calendar of a company once.

        :return: function
        """
        now = fields.Datetime.now()
        hours = cache(lambda company: company._duret_opening_hours(now))
        return cache(lambda company, days: due_day(hours(company).next_opening, now, days, hours(company).tz))

    # -- words for others ---------------------------------------------------------------------------------------

    def duret_resolve(self):
        """Close these tickets as solved: the first closed stage that their team uses."""
        for team, tickets in self.grouped("team_id").items():
            stages = team._get_applicable_stages().filtered("closed")
            done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done", raise_if_not_found=False)
            tickets.stage_id = done if done in stages else stages[:1]

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Override: being given a ticket by the program does not make a follower; the list shows it anyway."""
        if self.env.context.get("duret_no_subscription"):
            return True
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Override: who is given a ticket by the program is not told about each: it is in the list anyway."""
        rows = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        given = self.env.context.get("duret_default_owner_ids")
        if not given:
            return rows
        # sudo: the contact of a colleague, compared and not shown.
        partners = self.env["res.users"].sudo().browse(given).partner_id.ids
        return [row for row in rows if row[0] not in partners]
