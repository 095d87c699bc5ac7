"""What the dashboard says: every number against one counted by hand."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .figures_case import MODEL, TODAY, FiguresCase


@tagged("post_install", "-at_install")
class TestFiguresNumbers(FiguresCase):
    def test_nobody_was_asked(self):
        """No visit: no figure, no mean of nothing, no error."""
        found = self.figures()
        self.assertEqual((found["total"]["sent"], found["total"]["answers"]), (0, 0))
        self.assertIsNone(found["total"]["nps"])
        self.assertIsNone(found["total"]["rate"])
        self.assertEqual(found["delay"], {"low": None, "median": None, "high": None})
        self.assertEqual((found["types"], found["zones"], found["people"], found["topics"]), ([], [], [], []))
        self.assertEqual(len(found["months"]), 12, "empty months are shown")
        self.assertEqual(found["comments"], {"rows": [], "more": False})

    def test_score_and_shares(self):
        """Five promoters, two passives, three detractors: +20, and how sure that is."""
        self.opinions(10, 10, 9, 9, 9, 8, 7, 6, 3, 0)
        total = self.figures()["total"]
        self.assertEqual((total["promoters"], total["passives"], total["detractors"]), (5, 2, 3))
        self.assertEqual(total["nps"], 20)
        self.assertLess(total["low"], 0)
        self.assertEqual((total["confidence"], total["verdict"]), ("too_few", "open"))
        self.assertEqual(total["unhappy"], 3)

    def test_few_answers_make_no_score(self):
        """Four answers are counted and not called a score; the fifth makes one."""
        self.opinions(10, 10, 10, 10, marks={"quality": 5})
        total = self.figures()["total"]
        self.assertEqual((total["answers"], total["nps"], total["rating"]), (4, None, None))
        self.assertEqual(total["interval_text"], "")
        self.opinion(10, marks={"quality": 5})
        total = self.figures()["total"]
        self.assertEqual((total["nps"], total["rating"]), (100, 5.0))

    def test_response_rate(self):
        """Answers to what was sent; not sent is not counted; an answer nobody was sent for is no response."""
        self.opinions(9, 9, 9)
        self.opinion()
        self.opinion(state="expired")
        self.opinion(state="skipped", sent_at=False, reason="no_address")
        self.opinion(2, sent_at=False, source="phone")
        total = self.figures()["total"]
        self.assertEqual((total["sent"], total["sent_answered"], total["answers"], total["waiting"]), (5, 3, 4, 1))
        self.assertEqual(total["rate"], 60.0)
        self.company.duret_response_target = 80
        found = self.figures()
        self.assertIn("one more answer", found["total"]["rate_text"])
        self.assertEqual(found["targets"]["milestones"], [30, 40, 60, 80])

    def test_marks_by_topic(self):
        """Mean of those who gave a mark to the topic; the booking is one of them (P16)."""
        for booking in (5, 5, 4, 5, 4):
            self.opinion(9, marks={"booking": booking, "delay": 3})
        self.opinion(9, marks={"delay": 1})
        topics = {row["topic"]: row for row in self.figures()["topics"]}
        self.assertAlmostEqual(topics["booking"]["mean"], 4.6)
        self.assertEqual((topics["booking"]["count"], topics["delay"]["count"]), (5, 6))
        self.assertAlmostEqual(topics["delay"]["mean"], 16 / 6)
        self.assertNotIn("welcome", topics)

    def test_months_are_those_of_annecy(self):
        """A visit that ended on 31 October at 23:30 UTC belongs to November, one at 22:30 in summer to July."""
        self.opinion(10, done="2026-10-31 23:30:00")
        self.opinion(10, done="2026-06-30 22:30:00")
        self.opinion(10, done="2026-06-30 21:30:00")
        months = {row["month"]: row["answers"] for row in self.figures()["months"]}
        self.assertEqual((months["2026-10-01"], months["2026-11-01"]), (0, 1))
        self.assertEqual((months["2026-06-01"], months["2026-07-01"]), (1, 1))

    def test_second_opinions_are_apart(self):
        """What a client says after his complaint was solved does not lift the score."""
        self.opinion(2, recovery_state="recovered")
        self.opinion(3, recovery_state="lost")
        self.opinion(4, recovery_state="open")
        self.opinion(9, kind="recovery")
        found = self.figures()
        self.assertEqual(found["total"]["answers"], 3)
        self.assertEqual(found["recovery"], found["recovery"] | {"unhappy": 3, "recovered": 1, "lost": 1})
        self.assertEqual(round(found["recovery"]["of_asked"]), 50)
        self.assertEqual(round(found["recovery"]["of_all"]), 33)

    def test_delays(self):
        """Median and quartiles, in hours."""
        for hours in (50, 60, 70, 80, 200):
            self.opinion(9, hours=hours)
        self.assertEqual(self.figures()["delay"], {"low": 60, "median": 70, "high": 80})

    def test_tables(self):
        """By type, by zone, by technician; the most answers first, what is not known last."""
        self.opinions(*[10] * 5, type_id=self.types[1].id, zone="Seynod", person_id=self.people[0].id)
        self.opinions(*[0] * 2, zone=False, type_id=False, person_id=self.people[1].id)
        self.opinion(9)
        found = self.figures()
        self.assertEqual(
            [(row["label"], row["answers"]) for row in found["types"][:2]], [("Entretien", 5), ("Dépannage", 1)]
        )
        self.assertEqual([row["key"] for row in found["zones"]], ["Seynod", "Annecy", False])
        self.assertEqual(found["zones"][0]["nps"], 100)
        people = {row["key"]: row for row in found["people"]}
        self.assertEqual((people[self.people[0].id]["nps"], people[self.people[1].id]["nps"]), (100, None))

    def test_filters(self):
        """A type, a zone, a technician, days: every figure follows."""
        self.opinion(10, type_id=self.types[1].id)
        self.opinion(10, zone="Seynod", person_id=self.people[1].id, comment="Bien")
        self.opinion(10, done="2026-09-01 09:00:00")
        for filters, answers in (
            ({}, 3),
            ({"type_id": self.types[1].id}, 1),
            ({"zone": "Seynod"}, 1),
            ({"person_id": self.people[1].id}, 1),
            ({"period": "month"}, 2),
            ({"period": "last_month"}, 0),
            ({"period": "all"}, 3),
            ({"period": "custom", "first": "2026-09-01", "last": "2026-09-01"}, 1),
        ):
            with self.subTest(filters):
                found = self.figures(**filters)
                self.assertEqual(found["total"]["answers"], answers)
                self.assertEqual(sum(row["answers"] for row in found["months"]), answers)
                self.assertEqual(sum(row["answers"] for row in found["zones"]), answers)
        self.assertEqual(self.figures()["options"]["zones"], ["Annecy", "Seynod"])
        self.assertEqual(len(self.figures(zone="Annecy")["comments"]["rows"]), 0)

    def test_bad_filters(self):
        """What an address may bring is refused in words, and reaches no statement."""
        for filters in (
            {"period": "decade"},
            {"period": "custom"},
            {"period": "custom", "first": "2026-02-30", "last": "2026-03-01"},
            {"period": "custom", "first": "2026-03-02", "last": "2026-03-01"},
            {"period": "custom", "first": "0001-01-01", "last": "2026-03-01"},
            {"type_id": "1; DROP TABLE"},
            {"type_id": -4},
            {"type_id": 2**40},
            {"type_id": [1]},
        ):
            with self.subTest(filters), self.assertRaises(UserError):
                self.figures(**filters)
        self.assertEqual(self.figures(zone="' OR 1=1 --\x00")["total"]["answers"], 0)
        self.assertEqual(self.model("direction").duret_figures("nonsense")["filters"]["period"], "year")

    def test_change(self):
        """Against the months before: said only when it is more than chance."""
        self.opinions(*[0] * 40, done="2026-10-05 09:00:00")
        self.opinions(*[10] * 40, done="2026-11-05 09:00:00")
        self.assertEqual(self.figures(period="month")["change"]["kind"], "up")
        self.assertEqual(self.figures(period="last_month")["change"]["kind"], "unknown")
        self.assertEqual(self.figures(period="all")["change"]["kind"], "unknown")

    def test_another_company(self):
        """Opinions of a company that is not looked at do not count."""
        self.opinion(10, company_id=self.env.ref("base.main_company").id)
        self.assertEqual(self.figures(period="month")["total"]["answers"], 0)

    def test_lists_behind_the_figures(self):
        """Each figure opens as many requests as it counts."""
        self.opinions(10, 9, 8, 3)
        self.opinion(5, marks={"booking": 2}, comment="Très en retard", zone=False)
        self.opinion()
        self.opinion(done="2026-10-02 09:00:00")
        total = self.figures()["total"]
        for what, count in (
            ({"sent": True}, total["sent"]),
            ({"answered": True}, total["answers"]),
            ({"waiting": True}, total["waiting"]),
            ({"nps_class": "promoter"}, total["promoters"]),
            ({"unhappy": True}, total["unhappy"]),
            ({"commented": True}, 1),
            ({"topic": "booking"}, 1),
            ({"zone": False, "answered": True}, 1),
            ({"month": "2026-10-01"}, 1),
        ):
            with self.subTest(what), freeze_time(TODAY):
                action = self.model("direction").duret_open({}, what)
                request = self.env[MODEL].with_user(self.user_direction)
                self.assertEqual(request.search_count(action["domain"]), count)
        with self.assertRaises(UserError):
            self.model("direction").duret_open({}, {"topic": "weather"})

    def test_comments_come_in_pages(self):
        """Ten at once, the last ones first, by class and by tag."""
        tag = self.env["duret.satisfaction.tag"].create({"name": "Retard (tests)"})
        for number in range(12):
            self.opinion(9, hours=50 + number, comment=f"Avis {number}")
        self.opinion(3, hours=10, comment="En retard", tag_ids=[(6, 0, tag.ids)])
        with freeze_time(TODAY):
            model = self.model("direction")
            first = model.duret_comments({})
            rest = model.duret_comments({}, {}, 10)
            bad = model.duret_comments({}, {"nps_class": "detractor"})
            tagged = model.duret_comments({}, {"tag_id": tag.id})
        self.assertEqual([row["text"] for row in first["rows"][:2]], ["Avis 11", "Avis 10"])
        self.assertTrue(first["more"])
        self.assertEqual((len(rest["rows"]), rest["more"]), (3, False))
        self.assertEqual([row["text"] for row in bad["rows"]], ["En retard"])
        self.assertEqual([row["tags"][0]["name"] for row in tagged["rows"]], ["Retard (tests)"])

    def test_means_of_a_pivot_leave_out_what_was_not_said(self):
        """Odoo stores 0 where nothing was said; neither the score nor a mark counts it."""
        self.opinions(10, 10, 0)
        self.opinion()
        self.opinion(9, marks={"booking": 4})
        ((points, booking, hours),) = self.env[MODEL]._read_group(
            [("company_id", "=", self.company.id)], [], ["nps_points:avg", "mark_booking:avg", "answer_hours:avg"]
        )
        self.assertEqual((points, booking, hours), (50, 4, 50))

    def test_the_same_number_of_statements(self):
        """One opinion or sixty: the page asks the database as often."""
        self.opinion(10, comment="Un", person_id=self.people[0].id)
        self.figures()
        counts = []
        for _round in range(2):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.figures()
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(60):
                zone = f"Commune {number}"
                self.opinion(number % 11, zone=zone, comment=f"Avis {number}", person_id=self.people[1].id)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 25)
