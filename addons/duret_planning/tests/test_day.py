"""A day that moves: what a technician reports, and what his clients are told."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, PlanningCase, PlanningHttpCase

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class DayMixin:
    """Monday of Luc: visits of an hour at 9, 11 and 16 h in Annecy, for three clients who agreed to them."""

    @classmethod
    def make_day(cls):
        cls.client_b.phone = "06 12 34 56 78"
        sites = cls.env["fsm.location"]
        for owner in (cls.client_a, cls.client_b, cls.contact_a):
            sites |= cls.env["fsm.location"].create(
                {
                    "name": f"Site of {owner.name}",
                    "owner_id": owner.id,
                    "city": "Annecy",
                    "zip": "74000",
                    "country_id": cls.env.ref("base.fr").id,
                    "partner_latitude": 45.9,
                    "partner_longitude": 6.12,
                }
            )
        cls.client_a.email = "regie@client-a.test"
        cls.first, cls.second, cls.third = (
            cls.make_visit(
                location_id=site.id,
                scheduled_date_start=MONDAY + hours * HOUR,
                scheduled_duration=1,
                duret_confirmed=True,
            )
            for site, hours in zip(sites, (0, 2, 7), strict=True)
        )

    def delays(self):
        """Messages about delays, oldest first."""
        return self.env["duret.visit.message"].search([("purpose", "=", "delay")], order="id")

    def as_luc(self, visit):
        return visit.with_user(self.user_technician)


@tagged("post_install", "-at_install")
class TestDay(DayMixin, PlanningCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time(MONDAY - 48 * HOUR):
            super().setUpClass()
            cls.make_day()

    def _send(self):
        with self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_visit_message").method_direct_trigger()
        self.env.invalidate_all()

    def test_on_the_way_there_done(self):
        """Three taps: each is an event, the visit ends done with its real times."""
        visit = self.as_luc(self.first)
        with freeze_time(MONDAY - 10 * MINUTE):
            visit.duret_set_off()
        self.assertEqual(visit.duret_day_state, "en_route")
        with freeze_time(MONDAY + 2 * MINUTE):
            visit.duret_arrive()
        self.assertEqual(visit.stage_id, self.env.ref("duret_planning.fsm_stage_on_site"))
        with freeze_time(MONDAY + 50 * MINUTE):
            visit.duret_finish()
        self.assertTrue(visit.is_closed)
        self.assertEqual((visit.date_start, visit.date_end), (MONDAY + 2 * MINUTE, MONDAY + 50 * MINUTE))
        kinds = visit.duret_event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["planned", "en_route", "arrived", "done"])
        self.assertEqual(set(visit.duret_event_ids.sorted("id")[1:].mapped("channel")), {"technician"})
        self.assertFalse(self.delays())

    def test_words_that_arrive_late(self):
        """A telephone without network tells at three o'clock what happened at nine."""
        with freeze_time(MONDAY + 6 * HOUR):
            visit = self.as_luc(self.first)
            visit.duret_set_off(MONDAY)
            visit.duret_arrive(MONDAY + 20 * MINUTE)
            visit.duret_finish(MONDAY + HOUR)
        self.assertEqual((visit.date_start, visit.date_end), (MONDAY + 20 * MINUTE, MONDAY + HOUR))
        dates = {event.kind: event.date for event in self.first.duret_event_ids}
        self.assertEqual(
            (dates["en_route"], dates["arrived"], dates["done"]), (MONDAY, visit.date_start, visit.date_end)
        )
        self.assertFalse(self.delays(), "nobody is told at three that the technician comes late at eleven")

    def test_words_in_the_wrong_order(self):
        with freeze_time(MONDAY + 6 * HOUR):
            visit = self.as_luc(self.first)
            visit.duret_arrive(MONDAY + 20 * MINUTE)
            visit.duret_set_off(MONDAY)
            self.assertEqual(visit.duret_day_state, "on_site")
            visit.duret_finish(MONDAY + HOUR)
            visit.duret_arrive(MONDAY + 10 * MINUTE)
            self.assertEqual((visit.duret_day_state, visit.date_start), ("done", MONDAY + 10 * MINUTE))
            with self.assertRaises(UserError):
                visit.duret_arrive()

    def test_no_word_comes_from_the_future(self):
        with freeze_time(MONDAY):
            self.as_luc(self.first).duret_arrive(MONDAY + 5 * HOUR)
        self.assertEqual(self.first.date_start, MONDAY)

    def test_twice_is_once(self):
        """A second tap, with a bad network, writes nothing more."""
        with freeze_time(MONDAY):
            self.as_luc(self.first).duret_set_off()
            self.as_luc(self.first).duret_set_off()
        self.assertEqual(self.first.duret_event_ids.mapped("kind").count("en_route"), 1)

    def test_a_delay_shifts_the_day(self):
        """Two hours late at the first visit: the second client is told a later hour, the third one nothing."""
        with freeze_time(MONDAY - 20 * MINUTE):
            self.as_luc(self.first).duret_report_delay(120)
        self.assertEqual(self.first.duret_expected_start, MONDAY + 2 * HOUR)
        self.assertEqual(self.second.duret_expected_start, MONDAY + 3 * HOUR)
        self.assertFalse(self.third.duret_expected_start)
        self.assertEqual(self.delays().order_id, self.first | self.second)
        self.assertEqual(self.first.scheduled_date_start, MONDAY, "the agreed time stays what was agreed")

    def test_one_message_a_change(self):
        """Told once; a little more is not told, much more is."""
        visit = self.as_luc(self.first)
        with freeze_time(MONDAY - 40 * MINUTE):
            visit.duret_report_delay(30)
            visit.duret_report_delay(30)
            visit.duret_report_delay(40)
        self.assertEqual(len(self.delays().filtered(lambda row: row.order_id == self.first)), 1)
        with freeze_time(MONDAY - 30 * MINUTE):
            visit.duret_report_delay(60)
        self.assertEqual(len(self.delays().filtered(lambda row: row.order_id == self.first)), 2)

    def test_what_the_client_reads(self):
        """The last state only: two changes before the message leaves make one; the hour is his clock's."""
        with freeze_time(MONDAY - 40 * MINUTE):
            self.as_luc(self.second).duret_report_delay(30)
            self.as_luc(self.second).duret_report_delay(90)
            self._send()
        states = self.delays().mapped("state")
        self.assertEqual(sorted(states), ["folded", "queued"])
        sent = self.delays().filtered(lambda row: row.state == "queued")
        text = self.env["sms.sms"].search([("uuid", "=", sent.sms_uuid)]).body
        self.assertEqual(sent.channel, "sms")
        self.assertIn("12", text)
        self.assertIn("30", text)
        self.assertIn("/rdv/visite/", text)

    def test_by_mail_without_a_mobile(self):
        """A client without a mobile gets a mail."""
        with freeze_time(MONDAY - 40 * MINUTE):
            self.as_luc(self.first).duret_report_delay(30)
            self._send()
        row = self.delays().filtered(lambda row: row.order_id == self.first)
        self.assertEqual((row.channel, row.state), ("mail", "queued"))
        self.assertIn("9", row.mail_message_id.subject)

    def test_on_time_after_all(self):
        """The delay is taken back: the client is told that too; arrived, he is told nothing any more."""
        with freeze_time(MONDAY - 40 * MINUTE):
            self.as_luc(self.second).duret_report_delay(45)
            self._send()
            self.as_luc(self.second).duret_report_delay(0)
            self._send()
        self.assertEqual(self.delays().mapped("state"), ["queued", "queued"])
        self.assertFalse(self.second._duret_is_late())
        with freeze_time(MONDAY - 30 * MINUTE):
            self.as_luc(self.second).duret_report_delay(45)
        with freeze_time(MONDAY + 165 * MINUTE):
            self.as_luc(self.second).duret_arrive()
            self._send()
        self.assertEqual(self.delays()[-1].state, "dropped")

    def test_a_long_visit_delays_the_next(self):
        """Nobody announces anything: the visit simply lasts. What he reports next tells the day."""
        with freeze_time(MONDAY):
            self.as_luc(self.first).duret_arrive()
        with freeze_time(MONDAY + 150 * MINUTE):
            self.as_luc(self.first).duret_finish()
        self.assertEqual(self.second.duret_expected_start, MONDAY + 150 * MINUTE)
        self.assertEqual(self.delays().order_id, self.second)

    def test_the_client_waits_or_moves(self):
        """His answer stands on the visit; moving clears what was told, whatever the notice."""
        with freeze_time(MONDAY - 30 * MINUTE):
            self.assertFalse(self.second._duret_may_change())
            self.as_luc(self.second).duret_report_delay(60)
            self.assertTrue(self.second._duret_may_change())
            self.second._duret_client_waits()
            self.assertEqual(self.second.duret_delay_answer, "waits")
            self.second.duret_move(MONDAY + 24 * HOUR, channel="portal")
        self.assertEqual(self.second.duret_delay_answer, "moves")
        self.assertFalse(self.second.duret_told_start or self.second.duret_expected_start)
        with self.assertRaises(UserError):
            self.second._duret_client_waits()

    def test_refused_reports(self):
        """Somebody else's visit, one that is over, one without a time, impossible delays: said, and nothing written."""
        other = self.make_visit(person_id=self.eve.id)
        with self.assertRaises(AccessError):
            self.as_luc(other).duret_set_off()
        for minutes in (-5, 10_000, "30", None):
            with self.subTest(minutes=minutes), self.assertRaises(UserError):
                self.as_luc(self.first).duret_report_delay(minutes)
        self.third.duret_cancel("Ill")
        for verb in ("duret_set_off", "duret_arrive", "duret_finish"):
            with self.subTest(verb=verb), self.assertRaises(UserError):
                getattr(self.as_luc(self.third), verb)()
        no_date = self.make_visit(scheduled_date_start=False)
        with self.assertRaises(UserError):
            self.as_luc(no_date).duret_arrive()
        self.assertFalse(self.delays())

    def test_cost_does_not_grow_with_the_clients_told_nothing(self):
        """A report reads the day once, whatever the number of its visits."""
        luc = self.as_luc(self.first)

        def cost(minute):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY + minute * MINUTE):
                luc.duret_report_delay(minute)
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1), cost(2)
        few = cost(3)
        for hour in range(9, 13):
            self.make_visit(scheduled_date_start=MONDAY + hour * HOUR, scheduled_duration=0.5)
        cost(4)
        self.assertLessEqual(cost(5), few)


@tagged("post_install", "-at_install")
class TestDelayPage(DayMixin, PlanningHttpCase):
    """The client's page says the delay and takes his answer."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(MONDAY + HOUR, tick=True))
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, duret_no_message=True))
        cls.make_day()
        cls.second.with_user(cls.user_technician).duret_report_delay(60)
        cls.path = cls.second._duret_manage_path()

    def _post(self, path):
        page = self.url_open(self.path)
        token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self.url_open(path, data={"csrf_token": token})

    def test_i_wait(self):
        """Shown by GET, answered by POST."""
        page = self.url_open(self.path)
        self.assertIn('id="duret_wait"', page.text)
        self.assertIn(self.url_open(f"{self.path}/attendre").status_code, (404, 405))
        self.assertFalse(self.second.duret_delay_answer)
        answer = self._post(f"{self.path}/attendre")
        self.assertEqual(answer.status_code, 200)
        self.assertIn('id="duret_delay_waits"', answer.text)
        self.assertEqual(self.second.duret_delay_answer, "waits")

    def test_a_wrong_link(self):
        self.assertEqual(self._post(f"/rdv/visite/{'x' * 43}/attendre").status_code, 404)
