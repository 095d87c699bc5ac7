"""Calls and text messages of the rules, and the repairs that nobody has called about."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.sms.tools.sms_api import SmsApi

from .relance_case import RelanceCase


@tagged("post_install", "-at_install", "duret_relance")
class TestRelanceChannels(RelanceCase):
    def _repair(self, **values):
        with freeze_time("2026-11-24 09:00:00"):
            ticket = self.Ticket.create(
                {
                    "name": "Plus de courant",
                    "description": "<p>Plus de courant</p>",
                    "partner_id": self.client.id,
                    "team_id": self.team.id,
                    "type_id": self.env["helpdesk.ticket.type"].search([("duret_code", "=", "breakdown")]).id,
                    "user_id": self.user_manager.id,
                    **values,
                }
            )
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = '2026-11-24 09:00' WHERE id = %s", [ticket.id])
        ticket.invalidate_recordset()
        return ticket

    def test_repair_becomes_a_call_with_its_reason(self):
        """The next working day the person in charge has a call in front of him, and the law's reason with it."""
        rule = self.env.ref("duret_helpdesk.relance_rule_repair")
        rule.active = True
        self.client.phone = "06 12 34 56 78"
        ticket = self._repair()
        self.run_job("2026-11-24 15:00:00")
        self.assertFalse(self.rows(ticket))
        self.run_job("2026-11-25 07:30:00")
        row = self.rows(ticket)
        self.assertEqual((row.state, row.channel, row.call_reason), ("sent", "call", "request"))
        activity = row.activity_id
        self.assertEqual(activity.user_id, self.user_manager)
        self.assertEqual(activity.activity_type_id, self.env.ref("duret_relance.mail_activity_type_call_back"))
        self.assertEqual(str(activity.duret_deadline), "2026-11-25 07:30:00")
        self.assertEqual(activity.duret_phone, self.client.phone)
        self.assertIn("Open request of the client", activity.note)

    def test_repair_answered_is_not_called(self):
        rule = self.env.ref("duret_helpdesk.relance_rule_repair")
        rule.active = True
        ticket = self._repair()
        ticket.duret_first_response_date = "2026-11-24 10:00:00"
        self.run_job("2026-11-26 09:00:00")
        self.assertFalse(self.rows(ticket))

    def test_calls_of_several_documents_cost_the_same(self):
        """Calls, too, are planned in a number of queries that does not grow."""
        rule = self.env.ref("duret_helpdesk.relance_rule_repair")
        rule.active = True

        def count(number):
            tickets = self.Ticket.browse()
            for _index in range(number):
                tickets |= self._repair()
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time("2026-11-25 08:00:00"):
                before = self.env.cr.sql_log_count
                rows = self.engine._plan_batch(rule, tickets, fields.Datetime.now())
                self.engine._dispatch_batch(rows)
                self.env.flush_all()
                self.assertEqual(len(rows.activity_id), number)
                return self.env.cr.sql_log_count - before

        count(1)
        one = count(1)
        self.assertLessEqual(count(20), one)

    def test_text_message(self):
        """A text message goes to the mobile number, under the identity of its row; without one it is passed over."""
        template = self.env["sms.template"].create(
            {
                "name": "Rappel",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "body": "Bonjour, nous attendons votre réponse ({{ object.number }}).",
            }
        )
        self.levels[0].write({"channel": "sms", "sms_template_id": template.id})
        self.client.phone = "06 12 34 56 78"
        fixed = self.make_person("Fixe", phone="04 50 11 22 33")
        ticket, other = self.make_waiting(), self.make_waiting(fixed)
        self.run_job("2026-11-26 09:00:00")
        row = self.rows(ticket)
        sms = self.env["sms.sms"].search([("uuid", "=", row.sms_uuid)])
        self.assertEqual((sms.number, sms.state, row.state), ("+33612345678", "outgoing", "queued"))
        self.assertIn(ticket.number, sms.body)
        self.assertEqual((self.rows(other).state, self.rows(other).reason), ("skipped", "no_phone"))
        self._answer_of_the_carrier(sms, "wrong_number_format")
        self.assertEqual(row.state, "failed")
        self._answer_of_the_carrier(sms, "success")
        self.assertEqual(row.state, "sent")

    def _answer_of_the_carrier(self, sms, state):
        """Send a text message by core's own way, and let the carrier answer this."""
        sms.action_set_outgoing()
        answer = [{"uuid": sms.uuid, "state": state}]
        with patch.object(SmsApi, "_send_sms_batch", return_value=answer):
            sms.send(unlink_sent=False)

    def test_call_needs_its_legal_reason(self):
        with self.assertRaises(ValidationError):
            self.env["duret.relance.level"].create({"rule_id": self.rule.id, "channel": "call", "delay": 20})

    def test_client_called_stops_the_series(self):
        """What the journal of calls notes counts as an answer."""
        ticket = self.make_waiting()
        ticket._duret_note_client_answer("2026-11-24 10:00:00")
        self.assertEqual(self.examine(ticket, "2026-11-26 09:00:00").outcome.reason, "answered")
        ticket._duret_note_client_answer("2026-11-20 10:00:00")
        self.assertEqual(str(ticket.duret_client_answer_date), "2026-11-24 10:00:00")
