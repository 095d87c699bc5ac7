"""A client's history: pages that follow each other without a gap or a double, and who may read them."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DuretCase


@tagged("post_install", "-at_install")
class TestTimeline(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.timeline = cls.env["duret.timeline"].with_user(cls.user_assistant)

    def say(self, partner, body, hours=0, **values):
        """A message on a contact, some hours ago."""
        return self.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": partner.id,
                "message_type": "comment",
                "subtype_id": self.env.ref("mail.mt_comment").id,
                "body": body,
                "date": self.now - timedelta(hours=hours),
                **values,
            }
        )

    def page(self, partner=None, user=None, **options):
        """A page as the assistant, or another user, reads it."""
        timeline = self.timeline.with_user(user) if user else self.timeline
        return timeline.get_page((partner or self.client_a).id, **options)

    def test_the_history_is_that_of_the_whole_firm_newest_first(self):
        self.say(self.client_a, "<p>Ancien</p>", hours=5)
        self.say(self.contact_a, "<p>Récent &amp; <b>court</b></p>", hours=1)
        self.say(self.client_b, "<p>Un autre client</p>")
        for partner in (self.client_a, self.contact_a, self.contact_a_sibling):
            titles = [row["title"] for row in self.page(partner)["rows"]]
            self.assertEqual(titles, ["Récent & court", "Ancien"])

    def test_what_an_entry_says(self):
        self.say(self.contact_a, "<p>Bonjour</p>", subject="Devis")
        row = self.page()["rows"][0]
        self.assertEqual((row["kind"], row["title"], row["detail"]), ("mail", "Devis", "Bonjour"))
        self.assertEqual((row["model"], row["res_id"]), ("res.partner", self.contact_a.id))
        self.assertEqual(row["date"], fields.Datetime.to_string(self.now))

    def test_files_are_entries(self):
        file = self.env["ir.attachment"].create(
            {"name": "plan.pdf", "raw": b"x", "res_model": "res.partner", "res_id": self.contact_a.id}
        )
        row = next(row for row in self.page()["rows"] if row["kind"] == "document")
        self.assertEqual((row["title"], row["model"], row["res_id"]), ("plan.pdf", "ir.attachment", file.id))

    def test_pages_join_without_gap_nor_double(self):
        """Several entries at the same second, of two kinds, on both sides of each page's end."""
        for number in range(9):
            self.say(self.contact_a, f"<p>{number}</p>", hours=number // 3)
        files = self.env["ir.attachment"].create(
            [
                {"name": f"f{number}", "raw": b"x", "res_model": "res.partner", "res_id": self.client_a.id}
                for number in range(9)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_attachment SET create_date = %s WHERE id IN %s", [self.now, files._ids])
        whole = [row["key"] for row in self.page(limit=100)["rows"]]
        self.assertEqual(len(whole), 18)
        for size in (1, 2, 5, 17, 18):
            keys, after = [], None
            while True:
                page = self.page(limit=size, after=after)
                keys += [row["key"] for row in page["rows"]]
                after = page["next"]
                if not after:
                    break
            self.assertEqual(keys, whole, size)

    def test_an_entry_that_arrives_meanwhile_shifts_nothing(self):
        for number in range(4):
            self.say(self.contact_a, f"<p>m{number}</p>", hours=number + 1)
        first = self.page(limit=2)
        self.say(self.contact_a, "<p>neuf</p>")
        second = self.page(limit=2, after=first["next"])
        self.assertEqual([row["title"] for row in first["rows"] + second["rows"]], ["m0", "m1", "m2", "m3"])

    def test_filters(self):
        self.say(self.contact_a, "<p>La <b>chaudière</b> fuit</p>", hours=1)
        self.say(self.contact_a, "<p>Autre 100 % sûr</p>", hours=2)
        self.assertEqual([row["title"] for row in self.page(text="CHAUDIERE fuit")["rows"]], ["La chaudière fuit"])
        self.assertEqual(len(self.page(text="100 %")["rows"]), 1)
        self.assertFalse(self.page(text="chaud%fuit")["rows"], "% is a character like another")
        self.assertFalse(self.page(kinds=["document"])["rows"])
        self.assertFalse(self.page(kinds=["' OR true --"])["rows"])
        self.assertEqual(len(self.page(kinds=["mail", "inconnu"])["rows"]), 2)

    def test_the_markup_is_not_searched(self):
        self.say(self.contact_a, '<p class="zzmarkup">Bonjour</p>')
        self.assertFalse(self.page(text="zzmarkup")["rows"])

    def test_bad_input_is_refused_or_harmless(self):
        self.say(self.contact_a, "<p>x</p>")
        for after in (
            ["x", "mail", 1],
            ["2026-01-01"],
            12,
            "abc",
            [None, None, None],
            {"a": 1},
            ["2026-01-01", "m", "z"],
        ):
            with self.assertRaises(UserError, msg=after):
                self.page(after=after)
        for text in ("'", "\x00", "a" * 10_000, None, 12, "\\", "%(x)s"):
            self.page(text=text)
        for limit in (0, -1, None, "x", 10**9):
            self.assertTrue(self.page(limit=limit)["rows"])

    def test_a_client_that_may_not_be_read(self):
        self.say(self.client_b, "<p>secret</p>")
        for user in (self.user_portal_a, self.user_portal_b, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.page(self.client_b, user)
        company = self.env["res.company"].create({"name": "Autre société"})
        elsewhere = self._make_client("Client d'ailleurs", company_id=company.id)
        for partner_id in (elsewhere.id, 10**8, 0, None, "1", [1]):
            with self.assertRaises(AccessError, msg=partner_id):
                self.timeline.get_page(partner_id)

    def test_a_longer_history_costs_no_more_queries(self):
        self.say(self.contact_a, "<p>un</p>")
        self.page()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.page()
        one = self.env.cr.sql_log_count - before
        for number in range(60):
            self.say(self.contact_a, f"<p>{number}</p>", hours=number)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.page(limit=50)
        self.assertLessEqual(self.env.cr.sql_log_count - before, one)
