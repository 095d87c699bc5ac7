"""Faults of helpdesk_mgmt_sla that the clock does away with; each test is named after one."""

from odoo.tests import tagged

from .sla_case import SlaCase


@tagged("post_install", "-at_install")
class TestOcaFlaws(SlaCase):
    def test_one_promise_of_each_kind_and_not_all_that_fit(self):
        """OCA adds up domains with `+` and keeps every policy found: a tagged ticket had the general one besides."""
        tag = self.env["helpdesk.ticket.tag"].create({"name": "VIP"})
        policy = self.env["helpdesk.sla"].create(
            {"name": "VIP", "duret_kind": "response", "duret_minutes": 30, "tag_ids": [(6, 0, tag.ids)]}
        )
        ticket = self.opened("2026-11-23 09:00", tag_ids=[(6, 0, tag.ids)])
        solution = self.env.ref("duret_helpdesk.sla_resolution")
        self.assertEqual(ticket.ticket_sla_ids.sla_id, policy | solution)
        self.assertNotIn(policy, self.opened("2026-11-23 09:00").ticket_sla_ids.sla_id)

    def test_the_filter_of_expired_tickets_opens(self):
        """OCA's search accepts « = » only, which Odoo 19 turns into « in »: the filter raised an error."""
        ticket = self.opened("2026-11-23 09:00")
        self.read_clock(ticket, "2026-11-23 15:00")
        self.assertIn(ticket, self.Ticket.search([("sla_expired", "=", True)]))
        self.assertNotIn(ticket, self.Ticket.search([("sla_expired", "=", False)]))
        with self.at("2026-11-23 15:00"):
            rows = self.env["helpdesk.ticket.sla"].search([("expired", "=", True), ("ticket_id", "=", ticket.id)])
            others = self.env["helpdesk.ticket.sla"].search([("expired", "=", False), ("ticket_id", "=", ticket.id)])
        self.assertEqual(rows.sla_id, self.env.ref("duret_helpdesk.sla_response"))
        self.assertEqual(others.sla_id, self.env.ref("duret_helpdesk.sla_resolution"))

    def test_the_consumed_time_is_what_was_worked(self):
        """OCA adds what passed since the last change of stage at each change, the pauses before them lost."""
        ticket = self.opened("2026-11-23 09:00")
        for moment, stage in (
            ("10:00", "in_progress"),
            ("11:00", "awaiting"),
            ("14:30", "in_progress"),
            ("15:30", "new"),
        ):
            self.move(ticket, f"2026-11-23 {moment}", stage=stage)
        self.read_clock(ticket, "2026-11-23 16:00")
        row = ticket.ticket_sla_ids.filtered(lambda row: row.sla_id.duret_kind == "resolution")
        self.assertEqual(row.consumed_time, 3.5, "9 to 11, 14:30 to 16")
        self.assertEqual(row.hours, 8)
        self.assertEqual(row.deadline, ticket.duret_resolution_deadline)

    def test_a_ticket_opened_while_the_client_is_awaited(self):
        """OCA counts it from its creation, as its row has no date of last state."""
        ticket = self.opened("2026-11-23 09:00", stage_id=self.stages["awaiting"].id)
        self.read_clock(ticket, "2026-11-23 15:00")
        self.assertEqual(set(ticket.ticket_sla_ids.mapped("state")), {"on_hold"})
        self.assertEqual(ticket.duret_resolution_minutes, 0)

    def test_a_row_without_deadline_is_not_compared_with_now(self):
        """OCA compares False with the present time: the list of a team without hours failed."""
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 10:00", stage="awaiting")
        self.assertFalse(any(ticket.ticket_sla_ids.mapped("deadline")))
        self.assertFalse(any(ticket.ticket_sla_ids.mapped("expired")))
        self.assertEqual(set(ticket.ticket_sla_ids.mapped("color")), {0})

    def test_the_present_time_is_known_to_filters(self):
        """OCA evaluates the filter of a promise without any name: one that says « datetime » raised an error."""
        policy = self.env["helpdesk.sla"].create(
            {
                "name": "Récent",
                "duret_kind": "response",
                "duret_minutes": 15,
                "domain": "[('create_date', '>', datetime.datetime(2020, 1, 1))]",
            }
        )
        self.assertIn(policy, self.opened("2026-11-23 09:00").ticket_sla_ids.sla_id)

    def test_expired_is_seen_without_a_change_of_stage(self):
        """OCA computes « expired » from the state that the last change of stage left, whatever the hour."""
        ticket = self.opened("2026-11-23 09:00")
        with self.at("2026-11-23 14:31"):
            self.alerts._watch(ticket)
        self.assertTrue(ticket.sla_expired)
        row = ticket.ticket_sla_ids.filtered(lambda row: row.sla_id.duret_kind == "response")
        self.assertEqual(row.state, "expired")

    def test_the_button_that_fits_the_promises(self):
        ticket = self.opened("2026-11-23 09:00")
        self.assertTrue(ticket.sla_fits)
        self.env["helpdesk.sla"].create({"name": "Mieux", "duret_kind": "response", "duret_minutes": 10})
        ticket.invalidate_recordset(["sla_fits"])
        self.assertFalse(ticket.sla_fits)
        with self.at("2026-11-23 09:05"):
            ticket.refresh_sla()
        self.assertEqual(ticket.duret_response_deadline.minute, 10)

    def test_a_promise_in_days_is_counted_in_minutes(self):
        policy = self.env["helpdesk.sla"].create({"name": "OCA", "days": 2, "hours": 3})
        self.assertEqual((policy.duret_minutes, policy.duret_kind), (19 * 60, "resolution"))
        policy.duret_hours = 1.5
        self.assertEqual(policy.duret_minutes, 90)

    def test_the_report_counts_every_promise_once(self):
        ticket = self.opened("2026-11-23 09:00")
        self.env.flush_all()
        rows = self.env["helpdesk.sla.report"].search([("ticket_id", "=", ticket.id)])
        self.assertEqual(len(rows), 2)
