"""A ticket is inserted once, with all that is computed of it; what is stored without `create` is what it would be."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.duret_ticket_next_action import DEFAULT_TYPE, QUIETLY
from .common import MailGatewayCase, eml
from .ticket_case import TicketCase

DATE = b"Date: Mon, 02 Nov 2026 09:00:00 +0100\n"
MONDAY = "2026-03-02 09:00:00"  # 10:00 in Annecy


@tagged("post_install", "-at_install", "duret_mail")
class TestFirstValuesOfMail(MailGatewayCase):
    def test_the_row_of_a_mailed_ticket_is_written_once(self):
        tickets, minute = type(self.env["helpdesk.ticket"]), fields.Datetime.now().replace(second=0)
        written = []
        with (
            patch.object(tickets, "_write_multi", lambda rows, vals_list: written.extend(vals_list)),
            patch.object(tickets, "_duret_clock_now", lambda _tickets: minute),
        ):
            ticket_id = self.env["mail.thread"].message_process("", DATE + eml())
            self.env.flush_all()
        ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        self.assertEqual(written, [])
        self.assertTrue(ticket.duret_sla_deadline)
        self.assertTrue(ticket.duret_next_action_date)

    def test_the_address_of_a_team_follows_its_changes(self):
        team, plain = self.team, self.env.registry["mail.thread"]._notify_get_reply_to_batch
        for values in ({}, {"alias_name": "autre-service"}, {"alias_name": False}):
            team.write(values)
            self.env.flush_all()
            asked = {"defaults": {team.id: "x@y.example"}, "author_ids": {team.id: self.company.partner_id.id}}
            self.assertEqual(team._notify_get_reply_to_batch(**asked), plain(team, **asked), values)


@tagged("post_install", "-at_install")
class TestFirstValues(TicketCase):
    def _rows(self, activities):
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT * FROM mail_activity WHERE id = ANY(%s) ORDER BY id", activities.ids))
        rows = self.env.cr.dictfetchall()
        for row in rows:
            del row["id"]
        return rows

    def test_the_planned_action_is_stored_as_odoo_would(self):
        self.claire.tz = "Europe/Paris"
        ticket = self.open_request()
        action = ticket.activity_ids
        values = {
            "res_model_id": self.env["ir.model"]._get_id(ticket._name),
            "res_id": ticket.id,
            "activity_type_id": self.env.ref(DEFAULT_TYPE).id,
            "summary": action.summary,
            "date_deadline": action.date_deadline,
            "user_id": self.claire.id,
            "automated": True,
        }
        twin = self.env["mail.activity"].with_context(**QUIETLY).create(values)
        # Odoo leaves a computed flag that was never true empty or false, as it happens to be asked.
        ours, theirs = ({key: value or None for key, value in row.items()} for row in self._rows(action + twin))
        self.assertEqual(ours, theirs)

    def test_the_owner_is_told_of_an_action_for_today(self):
        sent = []
        users = type(self.claire)
        with (
            freeze_time(MONDAY),
            patch.object(users, "_bus_send", lambda user, kind, message: sent.append((user, kind, message))),
        ):
            stages = self.env["helpdesk.ticket.stage"].search([])
            stages.duret_next_action_days = 0
            self.env["helpdesk.ticket.type"].search([]).duret_next_action_days = 0
            self.open_request()
        told = [(user, message["count_diff"]) for user, kind, message in sent if kind == "mail.activity/updated"]
        self.assertEqual(told, [(self.claire, 1)])

    def test_the_figures_of_a_new_ticket_are_those_computed_again(self):
        names = ("duret_is_open", "duret_next_action_date", "duret_sla_deadline", "duret_sla_state", "unattended")
        names += ("commercial_partner_id", "duret_first_contact", "duret_sla_check_at", "duret_clock_key")
        with freeze_time(MONDAY):
            ticket = self.open_request(priority="3")
            ticket.flush_recordset()
            before = [ticket[name] for name in names]
            for name in names[:-1]:
                self.env.add_to_compute(ticket._fields[name], ticket)
            self.assertEqual([ticket[name] for name in names], before)
            self.assertEqual(ticket.duret_clock_key, ticket._duret_clock_facts())
