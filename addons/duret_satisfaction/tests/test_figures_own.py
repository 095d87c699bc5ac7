"""« My opinions »: a technician's own, and nothing that is another's or leads to a client."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .figures_case import MODEL, TODAY, FiguresCase


@tagged("post_install", "-at_install")
class TestFiguresOwn(FiguresCase):
    def mine(self, role="technician", *arguments):
        with freeze_time(TODAY):
            return self.model(role).duret_my_figures(*arguments)

    def test_only_his_own(self):
        """Figures and comments of his visits; asking for somebody else's changes nothing."""
        self.opinions(10, 9, 8, 3, 10, person_id=self.people[0].id, comment="Bien", marks={"quality": 4})
        self.opinions(*[0] * 6, person_id=self.people[1].id, comment="Mal")
        for filters in ({}, {"person_id": self.people[1].id}, {"zone": "Seynod", "type_id": 1}):
            found = self.mine("technician", filters)
            self.assertEqual((found["total"]["answers"], found["total"]["nps"]), (5, 40))
            self.assertEqual({row["text"] for row in found["comments"]["rows"]}, {"Bien"})
        self.assertEqual(found["topics"][0]["mean"], 4)
        self.assertNotIn("people", found)
        self.assertNotIn("zones", found)

    def test_means_from_five_answers_on(self):
        """Four answers: counted, read, and no mean, neither in all nor in a month nor by topic."""
        self.opinions(0, 0, 0, 0, person_id=self.people[0].id, comment="Court", marks={"delay": 1})
        found = self.mine()
        self.assertEqual((found["total"]["answers"], found["enough"]), (4, 5))
        self.assertEqual((found["total"]["nps"], found["total"]["rating"], found["topics"][0]["mean"]), (None,) * 3)
        self.assertFalse([month for month in found["months"] if month["nps"] is not None])
        self.assertEqual(len(found["comments"]["rows"]), 4)

    def test_no_way_to_the_client(self):
        """Neither name nor number nor address of a client; tags of the office are not his."""
        tag = self.env["duret.satisfaction.tag"].create({"name": "Secret (tests)"})
        self.opinion(
            9, person_id=self.people[0].id, partner_id=self.client_b.id, tag_ids=[(6, 0, tag.ids)],
            comment="Très bien, rappelez-moi au 06 12 34 56 78 ou odile.favre@client-b.test.",
        )  # fmt: skip
        (row,) = self.mine()["comments"]["rows"]
        self.assertEqual(row["text"], "Très bien, rappelez-moi au … ou ….")
        self.assertEqual((row["client"], row["tags"], row["person"]), ("", [], ""))
        self.assertNotIn("Favre", str(row))

    def test_further_comments(self):
        """The next ones come alone."""
        for number in range(12):
            self.opinion(9, hours=50 + number, person_id=self.people[0].id, comment=f"Avis {number}")
        self.assertTrue(self.mine()["comments"]["more"])
        rest = self.mine("technician", {}, 10)
        self.assertEqual([row["text"] for row in rest["comments"]["rows"]], ["Avis 1", "Avis 0"])
        self.assertNotIn("total", rest)

    def test_a_technician_nobody_sends_anywhere(self):
        """A user with the role and without a file of technician sees nothing, and is told so."""
        other = self.make_user("technician", "nouveau_technicien")
        self.opinion(9, person_id=self.people[0].id)
        with freeze_time(TODAY):
            found = self.env["duret.satisfaction.figures"].with_user(other).duret_my_figures()
        self.assertEqual(found, {"known": False})

    def test_nobody_else_and_no_other_way(self):
        """Only technicians; they read no request, no answer, no figure of the company."""
        for role in ("assistant", "manager", "direction", "portal_a"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.mine(role)
        for model in (MODEL, "survey.user_input", "survey.user_input.line"):
            with self.subTest(model):
                self.assertFalse(self.env[model].with_user(self.user_technician).has_access("read"))
