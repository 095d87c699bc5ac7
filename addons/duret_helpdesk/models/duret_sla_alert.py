from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..sla_clock import duration_words

BATCH = 200
AN_HOUR = 3600  # working seconds looked ahead to tell whether somebody is there
ACTIVITY = "duret_helpdesk.mail_activity_type_deadline"
QUIETLY = {"mail_activity_quick_update": True, "mail_auto_subscribe_no_notify": True}


class DuretSlaAlert(models.Model):
    """A deadline at risk, or missed, that somebody was told about: once for each ticket, clock and threshold."""

    _name = "duret.sla.alert"
    _description = "Deadline Alert"
    _order = "create_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade", readonly=True)
    clock = fields.Selection([("response", "First Answer"), ("resolution", "Solution")], required=True, readonly=True)
    threshold = fields.Selection(
        [("at_risk", "At Risk"), ("breached", "Deadline Passed")], required=True, readonly=True
    )
    deadline = fields.Datetime(readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True)
    user_id = fields.Many2one("res.users", "Told to", readonly=True)
    manager_id = fields.Many2one("res.users", "Also Told to", readonly=True)
    owner_away = fields.Boolean(readonly=True)
    activity_id = fields.Many2one("mail.activity", ondelete="set null", readonly=True, index="btree_not_null")
    manager_activity_id = fields.Many2one("mail.activity", ondelete="set null", readonly=True, index="btree_not_null")

    _once = models.Constraint(
        "UNIQUE(ticket_id, clock, threshold)", "This deadline was already announced for this ticket."
    )

    # -- scheduled ----------------------------------------------------------------------------------------------

    @api.model
    def _cron_watch_deadlines(self):
        """Every minute: read the clocks whose state changes by the passing of time, tell the people concerned.

        Batched; a ticket that somebody is saving waits for the next minute; killed in the middle, the next run goes
        on with what is left: the unique key lets nobody be told twice.
        """
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        domain = Domain(tickets._duret_clock_due_domain())
        after = 0
        while batch := tickets.search(domain & Domain("id", ">", after), limit=BATCH, order="id"):
            after = batch[-1].id
            locked = batch.try_lock_for_update()
            self._watch(locked)
            self.env["ir.cron"]._commit_progress(len(locked), remaining=tickets.search_count(domain))

    @api.model
    def _watch(self, tickets):
        """Bring the clocks of these tickets up to date and announce what they say. A constant number of queries.

        :param tickets: helpdesk.ticket, locked
        :return: alerts made
        """
        tickets.duret_sla_watched_at = tickets._duret_clock_now()
        tickets._duret_sync_clock()
        tickets._duret_refresh_clock()
        alerts = self.create(self._due_values(tickets))
        alerts._tell()
        if alerts:
            self.env["duret.my.day"]._notify_changed({"sla"})
        return alerts

    def _due_values(self, tickets):
        """Values of the alerts that these tickets call for and that nobody was told yet."""
        known = {
            (row.ticket_id.id, row.clock, row.threshold)
            for row in self.search_fetch([("ticket_id", "in", tickets.ids)], ["ticket_id", "clock", "threshold"])
        }
        now, rows = tickets._duret_clock_now(), []
        for ticket in tickets.filtered(lambda ticket: ticket.duret_sla_state in ("at_risk", "breached")):
            for clock in ticket._duret_running_clocks(now):
                threshold = ticket[f"duret_{clock}_state"]
                key = (ticket.id, clock, threshold)
                if threshold in ("at_risk", "breached") and key not in known:
                    deadline = ticket[f"duret_{clock}_deadline"]
                    rows.append(
                        dict(zip(("ticket_id", "clock", "threshold"), key, strict=True)) | {"deadline": deadline}
                    )
        return rows

    # -- who ----------------------------------------------------------------------------------------------------

    def _tell(self):
        """Choose whom to tell, plan an activity for each of them, show a pop-up on their screens."""
        away = self._owners_away()
        manager = self._managers() if "breached" in self.mapped("threshold") else {}
        for alert in self:
            ticket = alert.ticket_id
            alert.owner_id = ticket.user_id
            alert.owner_away = ticket in away
            alert.user_id = alert._stand_in() if alert.owner_away else ticket.user_id
            if alert.threshold == "breached":
                leader = ticket.team_id.user_id
                alert.manager_id = leader if leader.active else manager.get(ticket.company_id)
        self._plan_activities()
        for alert in self:
            for user in alert._people_told().values():
                alert._pop_up(user)

    def _stand_in(self):
        """Who is told in place of an owner who is away: the team's back-up, else the front desk, else the owner."""
        ticket = self.ticket_id
        others = ticket.team_id.duret_backup_user_id + ticket.company_id.duret_front_desk_user_id
        return (others - ticket.user_id).filtered("active")[:1] or ticket.user_id

    def _managers(self):
        """First manager of each company, for teams without a leader.

        :return: dict {company: user}
        """
        group = self.env.ref("duret_base.group_manager")
        users = self.env["res.users"].search(
            [
                ("all_group_ids", "in", group.ids),
                ("share", "=", False),
                ("id", "!=", self.env.ref("base.user_root").id),
            ],
            order="id",
        )
        companies = self.ticket_id.company_id
        return {
            company: users.filtered(lambda user, company=company: company in user.company_ids)[:1]
            for company in companies
        }

    def _owners_away(self):
        """Tickets whose owner does no work within the next hour of work of the team: archived, on leave, or not on
        duty by the calendar. An owner without a working calendar of his own is taken to be there.

        :return: helpdesk.ticket
        """
        tickets = self.ticket_id
        away = tickets.filtered(lambda ticket: not ticket.user_id.active)
        now = fields.Datetime.now()
        resources = self.env["resource.resource"].search([("user_id", "in", (tickets - away).user_id.ids)])
        by_user = resources.grouped("user_id")
        groups = (tickets - away).grouped(lambda ticket: ticket._duret_present_calendar().add(now, AN_HOUR))
        for stop, group in groups.items():
            concerned = resources.filtered(lambda resource, group=group: resource.user_id in group.user_id)
            working = concerned._duret_working_between(now, stop or now + timedelta(hours=1))
            away |= group.filtered(
                lambda ticket, working=working: ticket.user_id in by_user and not (by_user[ticket.user_id] & working)
            )
        return away

    # -- how ----------------------------------------------------------------------------------------------------

    def _plan_activities(self):
        """Give each person told an activity on the ticket; the one of an earlier alert is brought up to date."""
        kind, model_id = self.env.ref(ACTIVITY), self.env["ir.model"]._get_id("helpdesk.ticket")
        planned = self._planned_activities()
        rows, places = [], []
        for alert in self:
            for place, user in alert._people_told().items():
                summary = alert._summary(user)
                if activity := planned.get((alert.ticket_id, alert.clock, user)):
                    activity.with_context(**QUIETLY).summary = summary
                    alert[place] = activity
                    continue
                places.append((alert, place))
                rows.append(
                    {
                        "res_model_id": model_id,
                        "res_id": alert.ticket_id.id,
                        "activity_type_id": kind.id,
                        "summary": summary,
                        "date_deadline": fields.Date.context_today(alert),
                        "user_id": user.id,
                        "automated": True,
                    }
                )
        activities = self.env["mail.activity"].with_context(**QUIETLY).create(rows)
        for (alert, place), activity in zip(places, activities, strict=True):
            alert[place] = activity

    def _people_told(self):
        """Give who is told, each once, by the field that keeps their activity."""
        told = {"activity_id": self.user_id, "manager_activity_id": self.manager_id - self.user_id}
        return {place: user for place, user in told.items() if user}

    def _planned_activities(self):
        """Activities of earlier alerts of the same tickets.

        :return: dict {(ticket, clock, user): mail.activity}
        """
        earlier = self.search([("ticket_id", "in", self.ticket_id.ids), ("id", "not in", self.ids)])
        return {
            (alert.ticket_id, alert.clock, activity.user_id): activity
            for alert in earlier
            for activity in alert.activity_id | alert.manager_activity_id
        }

    def _summary(self, user):
        """One line that says what is due, in the language of a user."""
        alert = self.with_context(lang=user.lang)
        when = alert.ticket_id._duret_moment_words(alert.deadline, day_format="EEE d MMM")
        if alert.threshold == "breached":
            sentences = {
                "response": alert.env._("Answer overdue since %(when)s", when=when),
                "resolution": alert.env._("Solution overdue since %(when)s", when=when),
            }
        else:
            sentences = {
                "response": alert.env._("Answer before %(when)s", when=when),
                "resolution": alert.env._("Solution before %(when)s", when=when),
            }
        return sentences[alert.clock]

    def _pop_up(self, user):
        """Show the alert on the open screens of a user, with a button to the ticket."""
        alert = self.with_context(lang=user.lang)
        ticket = alert.ticket_id
        message = f"{ticket.partner_id.name or ticket.partner_name or ''} – {ticket.name}"
        if alert.owner_away and user != alert.owner_id:
            message = alert.env._("%(request)s (%(owner)s is away)", request=message, owner=alert.owner_id.name)
        if alert.threshold == "at_risk":
            left = ticket._duret_present_calendar().count(fields.Datetime.now(), alert.deadline)
            message = alert.env._("%(request)s: %(time)s of work left", request=message, time=duration_words(left))
        show = user.notify_danger if alert.threshold == "breached" else user.notify_warning
        show(
            message=message,
            title=f"{ticket.number} · {alert._summary(user)}",
            sticky=True,
            action={
                "type": "ir.actions.act_window",
                "res_model": "helpdesk.ticket",
                "res_id": ticket.id,
                "views": [[False, "form"]],
                "name": ticket.display_name,
            },
        )

    @api.model
    def _forget_activities(self, tickets, clocks):
        """Take away the activities of alerts that have become pointless: answered, or closed.

        :param tickets: helpdesk.ticket
        :param clocks: list of "response", "resolution"
        """
        alerts = self.search([("ticket_id", "in", tickets.ids), ("clock", "in", clocks)])
        if activities := alerts.activity_id | alerts.manager_activity_id:
            activities.unlink()
