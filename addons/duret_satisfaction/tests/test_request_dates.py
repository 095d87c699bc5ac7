"""Golden dates: on which day and at which hour the question and its reminder leave, for a visit done at a moment.

The table was worked out from the calendar by hand, not by the code: D+2 and D+7 in local days, at 8 in the morning in
Annecy, moved to the next day that is neither Saturday, Sunday nor public holiday; the reminder is at least two days
after the question. All moments are UTC.
"""

from datetime import datetime

from odoo.tests import tagged

from .request_case import RequestCase

CALENDAR_DAYS = [
    ("Monday", "2026-11-23 13:10", "2026-11-25 07:00", "2026-11-30 07:00"),
    ("Tuesday", "2026-11-24 13:10", "2026-11-26 07:00", "2026-12-01 07:00"),
    ("Wednesday: D+2 is Friday", "2026-11-18 08:00", "2026-11-20 07:00", "2026-11-25 07:00"),
    ("Thursday: D+2 is Saturday", "2026-11-19 15:30", "2026-11-23 07:00", "2026-11-26 07:00"),
    ("Friday: D+2 is Sunday", "2026-11-20 16:45", "2026-11-23 07:00", "2026-11-27 07:00"),
    ("Saturday visit", "2026-11-21 10:00", "2026-11-23 07:00", "2026-11-30 07:00"),
    ("Sunday emergency", "2026-11-22 02:20", "2026-11-24 07:00", "2026-11-30 07:00"),
    ("ten to midnight", "2026-11-23 22:50", "2026-11-25 07:00", "2026-11-30 07:00"),
    ("ten past midnight", "2026-11-23 23:10", "2026-11-26 07:00", "2026-12-01 07:00"),
    ("ten to midnight, summer", "2026-06-15 21:50", "2026-06-17 06:00", "2026-06-22 06:00"),
    ("ten past midnight, summer", "2026-06-15 22:10", "2026-06-18 06:00", "2026-06-23 06:00"),
    ("ten to midnight at the end of the month", "2026-06-30 21:50", "2026-07-02 06:00", "2026-07-07 06:00"),
    ("end of January", "2026-01-30 09:00", "2026-02-02 07:00", "2026-02-06 07:00"),
    ("end of February", "2026-02-26 09:00", "2026-03-02 07:00", "2026-03-05 07:00"),
    ("end of February, no leap year", "2027-02-26 09:00", "2027-03-01 07:00", "2027-03-05 07:00"),
    ("last day of March", "2026-03-31 08:00", "2026-04-02 06:00", "2026-04-07 06:00"),
    ("last day of April, before 1 May", "2026-04-30 08:00", "2026-05-04 06:00", "2026-05-07 06:00"),
    ("31 August", "2026-08-31 08:00", "2026-09-02 06:00", "2026-09-07 06:00"),
    ("30 September", "2026-09-30 08:00", "2026-10-02 06:00", "2026-10-07 06:00"),
    ("D+7 in the next month", "2026-06-25 08:00", "2026-06-29 06:00", "2026-07-02 06:00"),
    ("27 February of a leap year", "2028-02-27 09:00", "2028-02-29 07:00", "2028-03-06 07:00"),
    ("28 February of a leap year", "2028-02-28 09:00", "2028-03-01 07:00", "2028-03-06 07:00"),
    ("29 February", "2028-02-29 09:00", "2028-03-02 07:00", "2028-03-07 07:00"),
    ("D+7 over 29 February", "2028-02-24 09:00", "2028-02-28 07:00", "2028-03-02 07:00"),
    ("clocks go forward between", "2026-03-27 09:00", "2026-03-30 06:00", "2026-04-03 06:00"),
    ("two days before summer time", "2026-03-26 09:00", "2026-03-30 06:00", "2026-04-02 06:00"),
    ("D+7 in summer time", "2026-03-24 09:00", "2026-03-26 07:00", "2026-03-31 06:00"),
    ("the hour that does not exist is near", "2026-03-29 00:30", "2026-03-31 06:00", "2026-04-07 06:00"),
    ("after the change", "2026-03-29 01:30", "2026-03-31 06:00", "2026-04-07 06:00"),
    ("clocks go back between", "2026-10-23 08:00", "2026-10-26 07:00", "2026-10-30 07:00"),
    ("D+7 in winter time", "2026-10-20 08:00", "2026-10-22 06:00", "2026-10-27 07:00"),
    ("in the hour that comes twice", "2026-10-25 01:30", "2026-10-27 07:00", "2026-11-02 07:00"),
    ("ten to midnight on the long day", "2026-10-25 22:50", "2026-10-27 07:00", "2026-11-02 07:00"),
    ("Easter Monday", "2026-04-03 08:00", "2026-04-07 06:00", "2026-04-10 06:00"),
    ("1 May is D+2", "2026-04-29 08:00", "2026-05-04 06:00", "2026-05-06 06:00"),
    ("8 May is D+2", "2026-05-06 08:00", "2026-05-11 06:00", "2026-05-13 06:00"),
    ("8 May is D+7", "2026-05-01 08:00", "2026-05-04 06:00", "2026-05-11 06:00"),
    ("Ascension is D+2", "2026-05-12 08:00", "2026-05-15 06:00", "2026-05-19 06:00"),
    ("Friday after Ascension", "2026-05-13 08:00", "2026-05-15 06:00", "2026-05-20 06:00"),
    ("Whit Monday", "2026-05-23 08:00", "2026-05-26 06:00", "2026-06-01 06:00"),
    ("14 July is D+2, bridge", "2026-07-12 08:00", "2026-07-15 06:00", "2026-07-20 06:00"),
    ("14 July is D+7", "2026-07-07 08:00", "2026-07-09 06:00", "2026-07-15 06:00"),
    ("15 August is a Saturday", "2026-08-13 08:00", "2026-08-17 06:00", "2026-08-20 06:00"),
    ("15 August on a Tuesday: bridge", "2028-08-13 08:00", "2028-08-16 06:00", "2028-08-21 06:00"),
    ("All Saints on a Sunday", "2026-10-30 09:00", "2026-11-02 07:00", "2026-11-06 07:00"),
    ("11 November is D+2", "2026-11-09 09:00", "2026-11-12 07:00", "2026-11-16 07:00"),
    ("Christmas is D+2", "2026-12-23 09:00", "2026-12-28 07:00", "2026-12-30 07:00"),
    ("Christmas Eve", "2026-12-24 09:00", "2026-12-28 07:00", "2026-12-31 07:00"),
    ("between Christmas and New Year", "2026-12-28 09:00", "2026-12-30 07:00", "2027-01-04 07:00"),
    ("New Year is D+2", "2026-12-30 09:00", "2027-01-04 07:00", "2027-01-06 07:00"),
    ("New Year is D+7", "2026-12-25 09:00", "2026-12-28 07:00", "2027-01-04 07:00"),
    ("New Year's Eve at ten to midnight", "2026-12-31 22:50", "2027-01-04 07:00", "2027-01-07 07:00"),
]
WORKING_DAYS = [
    ("Monday", "2026-11-23 13:10", "2026-11-25 07:00", "2026-12-02 07:00"),
    ("Thursday: D+2 is Saturday", "2026-11-19 15:30", "2026-11-23 07:00", "2026-11-30 07:00"),
    ("Friday: D+2 is Sunday", "2026-11-20 16:45", "2026-11-24 07:00", "2026-12-01 07:00"),
    ("Saturday visit", "2026-11-21 10:00", "2026-11-24 07:00", "2026-12-01 07:00"),
    ("ten to midnight", "2026-11-23 22:50", "2026-11-25 07:00", "2026-12-02 07:00"),
    ("D+7 over 29 February", "2028-02-24 09:00", "2028-02-28 07:00", "2028-03-06 07:00"),
    ("clocks go forward between", "2026-03-27 09:00", "2026-03-31 06:00", "2026-04-08 06:00"),
    ("1 May is D+2", "2026-04-29 08:00", "2026-05-04 06:00", "2026-05-12 06:00"),
    ("8 May is D+2", "2026-05-06 08:00", "2026-05-11 06:00", "2026-05-19 06:00"),
    ("Ascension is D+2", "2026-05-12 08:00", "2026-05-15 06:00", "2026-05-22 06:00"),
    ("14 July is D+2, bridge", "2026-07-12 08:00", "2026-07-15 06:00", "2026-07-22 06:00"),
    ("15 August on a Tuesday: bridge", "2028-08-13 08:00", "2028-08-16 06:00", "2028-08-23 06:00"),
    ("Christmas is D+2", "2026-12-23 09:00", "2026-12-28 07:00", "2027-01-05 07:00"),
    ("between Christmas and New Year", "2026-12-28 09:00", "2026-12-30 07:00", "2027-01-07 07:00"),
]


@tagged("post_install", "-at_install")
class TestRequestDates(RequestCase):
    def leaves_on(self, done, partner):
        """When the question and the reminder about a visit leave.

        :return: (naive UTC datetime, naive UTC datetime)
        """
        engine = self.env["duret.relance.engine"]
        request = self.requests.create(
            {"name": done, "partner_id": partner.id, "done_at": done, "channel": "mail", "survey_id": self.survey.id}
        )
        (case,) = engine._examine(self.mail_rule, request, request.done_at)
        first = case.outcome.due
        row = self.outbox.create(engine._row(case))
        row.write({"state": "sent", "contact_date": first})
        request.state = "sent"
        (case,) = engine._examine(self.mail_rule, request, first)
        self.assertEqual(case.level, self.mail_rule.level_ids[1])
        return first, case.outcome.due

    def check(self, table):
        for number, (what, done, first, second) in enumerate(table):
            with self.subTest(what, done=done):
                partner = self.make_person(f"Client {number}")
                expected = tuple(datetime.fromisoformat(moment) for moment in (first, second))
                self.assertEqual(self.leaves_on(f"{done}:00", partner), expected)

    def test_calendar_days(self):
        self.assertGreaterEqual(len(CALENDAR_DAYS), 40)
        self.check(CALENDAR_DAYS)

    def test_working_days(self):
        self.mail_rule.level_ids.delay_unit = "working_days"
        self.check(WORKING_DAYS)

    def test_the_company_is_closed_between_christmas_and_new_year(self):
        """Days off of the whole company count like public holidays."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Congés de fin d'année",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-12-23 23:00:00",
                "date_to": "2027-01-03 23:00:00",
            }
        )
        found = self.leaves_on("2026-12-22 09:00:00", self.make_person())
        self.assertEqual([str(moment) for moment in found], ["2027-01-04 07:00:00", "2027-01-06 07:00:00"])

    def test_the_job_sends_at_that_hour_and_not_before(self):
        """The whole way, over the week-end of the clock change: visit on Friday 23 October at 18:40."""
        request = self.asked(self.make_done(moment="2026-10-23 16:40:00"), "2026-10-24 05:00:00")
        for moment in ("2026-10-25 09:00:00", "2026-10-26 06:59:00"):
            self.send(moment)
            self.assertEqual(request.state, "planned", moment)
        self.send("2026-10-26 07:00:00")
        self.assertEqual(request.state, "sent")
        for moment in ("2026-10-29 18:00:00", "2026-10-30 06:59:00"):
            self.send(moment)
            self.assertFalse(request.reminded_at, moment)
        self.send("2026-10-30 07:00:00")
        self.assertEqual(str(request.reminded_at), "2026-10-30 07:00:00")

    def test_the_client_was_followed_up_about_something_else(self):
        """His peace counts: all follow-ups together leave him two days."""
        client = self.make_person()
        request = self.asked(self.make_done(client))
        self.outbox.create(
            {
                "rule_id": self.sms_rule.id,
                "company_id": self.company.id,
                "res_model": "res.partner",
                "res_id": client.id,
                "partner_id": client.id,
                "channel": "mail",
                "anchor": "2026-11-20 09:00:00",
                "due": "2026-11-24 09:00:00",
                "contact_date": "2026-11-24 09:00:00",
                "is_throttled": True,
                "state": "sent",
            }
        )
        self.send("2026-11-25 08:00:00")
        self.assertEqual(request.state, "planned")
        self.send("2026-11-26 07:00:00")
        self.assertEqual(request.state, "sent")
