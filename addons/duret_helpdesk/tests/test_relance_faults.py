"""A rule that worked yesterday and cannot be read today: who is told, and what goes on without it."""

from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .relance_case import RelanceCase

THURSDAY = "2026-11-26 08:00:00"
ENGINE_LOG = "odoo.addons.duret_relance.models.duret_relance_engine"


@tagged("post_install", "-at_install", "duret_relance")
class TestRelanceFaults(RelanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.responsible_id = cls.user_manager
        cls.good_domain = cls.rule.domain

    def damage(self, rule=None):
        """The field that the list speaks of disappears, as when an addon is taken out."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE duret_relance_rule SET domain = '[(''gone'', ''='', 1)]' WHERE id = %s", [(rule or self.rule).id]
        )
        self.env.invalidate_all()

    def run_damaged(self, moment=THURSDAY):
        """Run the job on the damaged rule."""
        self.damage()
        with mute_logger(ENGINE_LOG):
            self.run_job(moment)

    def test_the_rule_says_why_and_since_when(self):
        self.run_damaged()
        self.assertIn("Nothing is sent by this rule", self.rule.failure)
        self.assertIn("gone", self.rule.failure)
        self.assertEqual(self.rule.failure_date, fields.Datetime.to_datetime(THURSDAY))

    def test_the_person_in_charge_is_asked_once(self):
        self.run_damaged()
        self.run_damaged("2026-11-26 09:00:00")
        asked = self.env["mail.activity"].search([("summary", "like", "Follow-up rule stopped")])
        self.assertEqual(asked, self.rule.warning_id)
        self.assertEqual(asked.user_id, self.user_manager)
        self.assertIn(self.rule.name, asked.summary)
        self.assertEqual(self.rule.failure_date, fields.Datetime.to_datetime(THURSDAY), "since the first time")

    def test_who_is_asked_may_change_the_rule(self):
        self.rule.responsible_id = self.claire  # makes the calls, does not write rules
        self.run_damaged()
        self.assertTrue(self.rule.with_user(self.rule.warning_id.user_id).has_access("write"))

    def test_the_words_are_those_of_the_company(self):
        self.company.partner_id.lang = "fr_FR"
        self.run_damaged()
        self.assertIn("Cette règle n’envoie plus rien", self.rule.failure)

    def test_direction_sees_it_in_the_list(self):
        self.run_damaged()
        rules = self.env["duret.relance.rule"].with_user(self.user_direction)
        self.assertIn(self.rule, rules.search([("failure_date", "!=", False)]))
        self.assertIn('name="failure"', rules.get_view(view_type="list")["arch"])

    def test_mended_by_a_person(self):
        self.run_damaged()
        asked = self.rule.warning_id
        self.assertTrue(asked)
        self.rule.with_user(self.user_manager).domain = self.good_domain
        self.assertFalse(self.rule.failure or self.rule.failure_date or asked.exists())

    def test_the_warning_may_be_ticked_off(self):
        """It stands on the list of whoever is asked, and has no document: ticking it off must not fail."""
        self.run_damaged()
        self.rule.warning_id.with_user(self.user_manager).action_feedback("vu")
        self.run_damaged("2026-11-26 09:00:00")
        self.assertTrue(self.rule.failure)
        self.rule.domain = self.good_domain
        self.assertFalse(self.rule.failure)

    def test_mended_by_itself(self):
        """The addon is back: the next run plans the rule and takes the warning away."""
        ticket = self.make_waiting()
        self.run_damaged()
        self.assertFalse(self.rows(ticket))
        self.env.cr.execute("UPDATE duret_relance_rule SET domain = %s WHERE id = %s", [self.good_domain, self.rule.id])
        self.env.invalidate_all()
        self.run_job("2026-11-26 09:00:00")
        self.assertFalse(self.rule.failure or self.rule.warning_id)
        self.assertEqual(self.rows(ticket).state, "queued")

    def test_damaged_between_plan_and_hour(self):
        """What it had planned waits for the rule to be mended; the other rules' reminders leave."""
        other = self.rule.copy({"code": False, "sequence": 99, "name": "Autre"})
        ticket = self.make_waiting()
        later = self.make_waiting(self.make_person("Paul Petit", "paul.petit@relance.test"))
        self.run_job("2026-11-26 05:00:00")
        self.assertEqual(self.rows(ticket + later).mapped("state"), ["planned"] * 2)
        self.rows(later).write({"rule_id": other.id, "level_id": other.level_ids[0].id})
        self.run_damaged()
        self.assertEqual(self.rows(later).filtered(lambda row: row.rule_id == other).state, "queued")
        self.assertNotIn("queued", self.rows(ticket).filtered(lambda row: row.rule_id == self.rule).mapped("state"))

    def test_the_document_opens_all_the_same(self):
        ticket = self.make_waiting()
        self.damage()
        with freeze_time(THURSDAY):
            text = ticket.with_user(self.claire).duret_relance_text
        self.assertEqual(text, "No rule follows this document up.")

    def test_the_preview_names_the_stopped_rule(self):
        self.damage()
        preview = self.env["duret.relance.preview"].with_user(self.claire)
        self.assertIn(self.rule.name, preview._open(date(2026, 11, 27))["display_name"])
        with self.assertRaises(ValidationError):
            preview._open(date(2026, 11, 27), self.rule)
