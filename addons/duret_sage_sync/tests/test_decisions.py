from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sage_case import SageCase

OUTSIDERS = ("technician", "direction", "portal_a")


@tagged("post_install", "-at_install")
class TestDecisions(SageCase):
    """What a person decides: who, when, carried out by the next exchange, taken back until then."""

    def in_conflict(self, **columns):
        """A client whose address was changed on both sides.

        :return: (partner, cbMarq, conflicts)
        """
        key = self.client(CT_Adresse="1 rue du Lac", CT_Complement="Bât. A")
        self.exchanged()
        partner = self.bound("ZQ001")
        partner.write({"street": "2 rue du Lac", "street2": "Bât. B"})
        self.sage.clock.tick(minutes=5)
        self.sage.update("F_COMPTET", key, CT_Adresse="3 rue du Lac", CT_Complement="Bât. C")
        self.exchanged()
        conflicts = self.env["duret.sage.conflict"].search([("backend_id", "=", self.backend.id)])
        self.assertEqual(set(conflicts.mapped("field")), {"street", "street2"})
        return partner, key, conflicts

    def mine(self, records, role="assistant"):
        """These records as somebody sees them."""
        return records.with_user(self.users[role])

    # --- conflicts
    def test_fields_of_one_unit_are_decided_together_and_carried_out(self):
        partner, _key, conflicts = self.in_conflict()
        self.assertEqual(partner.street, "2 rue du Lac")
        with self.trap() as trapped:
            self.mine(conflicts.filtered(lambda one: one.field == "street")).action_theirs()
            trapped.assert_jobs_count(1)
            trapped.assert_enqueued_job(self.backend._job_sync, kwargs={"user_id": self.user_assistant.id})
        self.assertEqual(set(conflicts.mapped("decision")), {"theirs"})
        self.assertEqual(conflicts.decided_by_id, self.user_assistant)
        self.assertTrue(all(conflicts.mapped("decided_at")))
        self.exchanged()
        self.assertEqual((partner.street, partner.street2), ("3 rue du Lac", "Bât. C"))
        self.assertEqual(set(conflicts.mapped("state")), {"settled"})

    def test_ours_is_sent(self):
        self.backend.pushed_clients = "all"
        partner, key, conflicts = self.in_conflict()
        self.mine(conflicts[:1]).action_ours()
        self.exchanged()
        self.bench.take()
        row = next(row for row in self.sage.rows("F_COMPTET") if row["cbMarq"] == key)
        self.assertEqual((row["CT_Adresse"], row["CT_Complement"]), ("2 rue du Lac", "Bât. B"))
        self.assertEqual(partner.street, "2 rue du Lac")

    def test_a_decision_is_taken_back_until_it_is_carried_out(self):
        partner, _key, conflicts = self.in_conflict()
        self.mine(conflicts[:1]).action_theirs()
        self.mine(conflicts[:1], "manager").action_undo()
        self.assertFalse(any(conflicts.mapped("decision")))
        self.exchanged()
        self.assertEqual(partner.street, "2 rue du Lac")
        self.mine(conflicts[:1]).action_theirs()
        self.exchanged()
        for action in ("action_undo", "action_ours"):
            with self.assertRaises(UserError) as caught:
                getattr(self.mine(conflicts[:1]), action)()
            self.assertIn("déjà appliquée", str(caught.exception))

    def test_a_decision_is_about_the_values_that_were_shown(self):
        partner, key, conflicts = self.in_conflict()
        street = conflicts.filtered(lambda one: one.field == "street")
        page = self.env["duret.sage.conflict.screen"].with_user(self.user_assistant).duret_page()
        seen = {str(field["id"]): field["seen"] for field in page["records"][0]["fields"]}
        self.sage.clock.tick(minutes=5)
        self.sage.update("F_COMPTET", key, CT_Complement="Bât. D")
        self.exchanged()
        for shown in (seen, {str(street.id): street._values_mark()}, {}):
            with self.assertRaises(UserError) as caught:
                self.mine(street).action_theirs(seen=shown)
            self.assertIn("a changé depuis l'affichage", str(caught.exception))
        self.assertFalse(any(conflicts.mapped("decision")))
        self.mine(street).action_theirs(seen={str(one.id): one._values_mark() for one in conflicts})
        self.exchanged()
        self.assertEqual((partner.street, partner.street2), ("3 rue du Lac", "Bât. D"))

    def test_a_refused_decision_waits_again_and_what_was_typed_since_stays(self):
        partner, _key, conflicts = self.in_conflict()
        self.mine(conflicts[:1]).action_theirs()
        partner.street = "4 rue du Lac"
        self.exchanged()
        self.assertEqual(partner.street, "4 rue du Lac")
        self.assertFalse(any(conflicts.mapped("decision")) or any(conflicts.mapped("decided_by_id")))
        self.assertIn("4 rue du Lac", conflicts.mapped("ours"))
        self.mine(conflicts[:1]).action_theirs()
        desk = type(self.env["duret.sage.desk.client"])
        with patch.object(desk, "_fault", lambda *_args: ("odoo_says_no", "")):
            run = self.exchanged()
        self.assertEqual((run.state, partner.street), ("done", "4 rue du Lac"))
        self.assertIn("rejected", run.line_ids.mapped("verb"))
        self.assertFalse(any(conflicts.mapped("decision")))

    def test_a_colleague_s_decision_is_not_changed_in_silence(self):
        _partner, _key, conflicts = self.in_conflict()
        self.mine(conflicts[:1]).action_theirs()
        with self.assertRaises(UserError) as caught:
            self.mine(conflicts[:1], "manager").action_ours()
        self.assertIn(self.user_assistant.name, str(caught.exception))
        self.mine(conflicts[:1]).action_ours()
        self.assertEqual(set(conflicts.mapped("decision")), {"ours"})

    def test_only_the_office_decides(self):
        _partner, _key, conflicts = self.in_conflict()
        for role in OUTSIDERS:
            for action in ("action_ours", "action_theirs", "action_undo"):
                with self.assertRaises(AccessError, msg=f"{role} {action}"):
                    getattr(self.mine(conflicts, role), action)()
        for role in ("assistant", "manager"):
            with self.assertRaises(AccessError):
                self.mine(conflicts, role).write({"decision": "ours"})
        self.assertFalse(any(conflicts.mapped("decision")))

    # --- questions
    def asked(self):
        """SAGE has a client that looks like two of ours.

        :return: (partners, matches)
        """
        partners = self.env["res.partner"].create(
            [{"name": f"Quentin Zimmer{end}", "zip": "74000", "city": "Annecy"} for end in ("", "mann")]
        )
        self.client(CT_Intitule="Quentin Zimmer", CT_Ville="Annecy")
        self.exchanged()
        matches = self.env["duret.sage.match"].search([("backend_id", "=", self.backend.id)])
        self.assertTrue(matches)
        return partners, matches

    def test_the_same(self):
        _partners, matches = self.asked()
        chosen = matches[0]
        with self.trap() as trapped:
            self.mine(chosen).action_same()
            trapped.assert_jobs_count(1)
        self.assertEqual((chosen.decision, chosen.decided_by_id), ("same", self.user_assistant))
        self.assertEqual(set((matches - chosen).mapped("decision")), {"distinct"} if matches - chosen else set())
        self.exchanged()
        self.assertEqual(self.bound("ZQ001").id, chosen.res_id)
        with self.assertRaises(UserError):
            self.mine(chosen).action_undo()

    def test_two_different_ones(self):
        partners, matches = self.asked()
        self.mine(matches).action_distinct()
        self.exchanged()
        self.assertTrue(self.bound("ZQ001"))
        self.assertNotIn(self.bound("ZQ001"), partners)

    def test_an_answer_is_taken_back_with_what_followed_from_it(self):
        _partners, matches = self.asked()
        self.mine(matches[0]).action_same()
        self.mine(matches[0]).action_undo()
        self.assertFalse(any(matches.mapped("decision")))
        self.exchanged()
        self.assertFalse(self.bound("ZQ001"))

    def test_one_record_of_sage_is_one_of_ours(self):
        _partners, matches = self.asked()
        other = matches[0].copy({"res_id": self.client_b.id})
        with self.assertRaises(UserError):
            self.mine(matches[0] | other).action_same()

    def test_only_the_office_answers(self):
        _partners, matches = self.asked()
        for role in OUTSIDERS:
            for action in ("action_same", "action_distinct", "action_undo"):
                with self.assertRaises(AccessError, msg=f"{role} {action}"):
                    getattr(self.mine(matches, role), action)()
