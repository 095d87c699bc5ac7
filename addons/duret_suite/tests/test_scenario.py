"""The demo company is written to a database, once, without reaching anybody."""

from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.duret_suite.scenario import load
from odoo.addons.duret_suite.scenario.generator import build
from odoo.addons.duret_suite.scenario.logins import LOGINS
from odoo.addons.duret_suite.scenario.reports import build_reports, build_requests

NOW = datetime(2026, 11, 19, 10, 0)


@tagged("post_install", "-at_install")
class TestScenario(TransactionCase):
    """Loaded once for all tests; nothing is committed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].search([("key", "=", "duret_suite.scenario_seed")]).unlink()
        cls.sent_before = cls.env["mail.mail"].search_count([])
        cls.known = {
            name: cls.env[name].search([]).ids for name in ("duret.intervention.report", "duret.sync.conflict")
        }
        cls.made = load(cls.env, now=NOW)

    def test_counts(self):
        """What the loader says it made is there."""
        self.assertEqual(self.made["clients"], 60)
        for model, kind in (("helpdesk.ticket", "tickets"), ("fsm.order", "visits"), ("crm.phonecall", "calls")):
            with self.subTest(model=model):
                self.assertGreaterEqual(self.env[model].search_count([]), self.made[kind])
                self.assertGreaterEqual(self.made[kind], 100)

    def test_the_import_waits_for_a_decision(self):
        """The report of the old address book shows each kind of result, and nothing of it is written."""
        run = self.env["duret.import.run"].search([("file_name", "=", "ancien_carnet.csv")])
        self.assertEqual(run.state, "checked")
        counts = (run.create_count, run.link_count, run.doubt_count, run.duplicate_count, run.rejected_count)
        self.assertEqual((sum(counts), run.row_count), (9, 9))
        self.assertTrue(all(counts), counts)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Gîte Les Airelles")]))

    def test_only_once(self):
        """A second loading is refused before it writes anything."""
        clients = self.env["res.partner"].search_count([])
        with self.assertRaises(UserError):
            load(self.env)
        self.assertEqual(self.env["res.partner"].search_count([]), clients)

    def test_nobody_is_written_to(self):
        """No mail leaves, however many tickets and visits are made."""
        self.assertEqual(self.env["mail.mail"].search_count([]), self.sent_before)

    def test_everybody_can_log_in(self):
        """Each login printed by `make run` is an active user, in French, with the role that is announced."""
        users = self.env["res.users"].search([("login", "in", [login for login, _name, _role in LOGINS])])
        self.assertEqual(len(users), len(LOGINS))
        self.assertEqual(set(users.mapped("lang")), {"fr_FR"})
        role_of = {
            "claire": "duret_base.group_assistant",
            "sandrine": "duret_base.group_manager",
            "philippe": "duret_base.group_direction",
            "gaetan": "duret_base.group_technician",
            "admin": "duret_base.group_admin",
            "jeanne.favre": "base.group_portal",
        }
        for login, group in role_of.items():
            with self.subTest(login=login):
                self.assertTrue(users.filtered(lambda user, login=login: user.login == login).has_group(group))

    def test_tickets_and_visits_hang_together(self):
        """A visit made for a ticket is at a site of that ticket's client."""
        visits = self.env["fsm.order"].search([("duret_ticket_id", "!=", False)])
        self.assertGreaterEqual(len(visits), 50)
        for visit in visits:
            client = visit.duret_ticket_id.partner_id.commercial_partner_id
            self.assertEqual(visit.location_id.owner_id.commercial_partner_id, client)

    def test_clients_see_their_own(self):
        """The three clients of the portal have tickets to look at, and see nobody else's."""
        for login in ("jeanne.favre", "regie.semnoz", "mairie.talloires"):
            with self.subTest(login=login):
                user = self.env["res.users"].search([("login", "=", login)])
                tickets = self.env["helpdesk.ticket"].with_user(user).search([])
                self.assertTrue(tickets)
                self.assertEqual(tickets.sudo().partner_id.commercial_partner_id, user.partner_id.commercial_partner_id)

    def test_a_year_of_opinions(self):
        """Every finished visit has its request; bad marks have their complaint; the job asks nobody twice."""
        requests = self.env["duret.satisfaction.request"].search([("kind", "=", "visit")])
        done = self.env["fsm.order"].search([("duret_done_at", "!=", False), ("duret_done_at", "<=", NOW)])
        self.assertLessEqual(set(done.ids), set(requests.visit_id.ids))
        self.assertGreaterEqual(len(requests), 250)
        states = {"sent", "answered", "held", "skipped", "expired"}
        self.assertLessEqual(states, set(requests.mapped("state")))
        unhappy = requests.filtered("is_unhappy")
        self.assertGreaterEqual(len(unhappy), 5)
        self.assertEqual(len(unhappy.recovery_ticket_id), len(unhappy))
        self.assertTrue(unhappy.filtered(lambda request: request.recovery_ticket_id.duret_is_open))
        calm = requests.filtered(lambda request: request.state == "answered" and not request.is_unhappy)
        self.assertFalse([request.comment for request in calm if request._duret_signals()], "nobody overlooked")
        asked = requests.filtered("sent_at")
        rows = self.env["duret.relance.message"].search([("res_model", "=", requests._name), ("rank", "=", 1)])
        self.assertLessEqual(set(asked.ids), set(rows.mapped("res_id")), "the job goes on from there")
        self.assertTrue(all(request.expires_on for request in asked))

    # -- intervention reports: they went the way of real ones, and each screen of the office has something to show

    def _new(self, model):
        """Records that the loader made."""
        return self.env[model].search([("id", "not in", self.known[model])])

    def test_the_same_every_time(self):
        """The same seed and moment give the same reports."""
        first, second = (build_reports(build(NOW)) for _time in range(2))
        self.assertEqual(
            [vars(report) | {"visit": report.visit.key} for report in first],
            [vars(report) | {"visit": report.visit.key} for report in second],
        )
        self.assertEqual(len(build_requests(build(NOW))), 6)

    def test_reports_of_every_kind(self):
        """Signed, absent, drafts, an amendment; photos, measures and signatures."""
        reports = self._new("duret.intervention.report")
        closed = reports.filtered("closed_at")
        self.assertGreaterEqual(len(closed), 40)
        self.assertLessEqual({"signed", "absent"}, set(closed.mapped("outcome")))
        self.assertTrue(reports - closed)
        self.assertTrue(reports.filtered("amends_id"))
        self.assertFalse(sum(reports.mapped("photos_missing")))
        self.assertGreaterEqual(len(reports.photo_ids), 60)
        self.assertEqual(len(closed.signature_ids), len(closed))
        self.assertTrue(all(report.closed_at <= NOW for report in closed))
        self.assertTrue(reports.measure_ids.filtered(lambda measure: measure.verdict == "bad"))

    def test_work_for_the_office(self):
        """Reports to check, visits without one, conflicts, a silent telephone, material out of the vans."""
        reports = self._new("duret.intervention.report")
        self.assertTrue(reports.filtered("is_to_check"))
        self.assertTrue(reports.filtered("checked_at"))
        self.assertEqual(self._new("duret.sync.conflict").mapped("state"), ["open", "open"])
        self.assertTrue(self.env["fsm.order"].search([("duret_is_report_due", "=", True)], limit=1))
        self.assertTrue(self.env["duret.sync.device"].search([("waiting", ">", 0)], limit=1))
        self.assertFalse(reports.filtered(lambda report: report.stock_state == "todo"))
        states = self.env["helpdesk.ticket"].search([("duret_field_user_id", "!=", False)]).mapped("duret_field_state")
        self.assertLessEqual({"open", "quoted", "signed"}, set(states))

    def test_an_exchange_with_sage_was_lived(self):
        """Four days of exchanges by the real engine leave what people decide about, and a proof of this morning."""
        backend = self.env["duret.sage.backend"].search([], order="id desc", limit=1)
        mine = [("backend_id", "=", backend.id)]
        self.assertEqual(set(backend.run_ids.mapped("state")), {"done"})
        self.assertEqual(len(self.env["duret.sage.conflict"].search([*mine, ("state", "=", "open")])), 3)
        self.assertEqual(len(self.env["duret.sage.match"].search([*mine, ("decision", "=", False)])), 2)
        dead = self.env["duret.sage.operation"].search([*mine, ("state", "=", "dead")])
        self.assertEqual(dead.mapped("code"), ["not_confirmed"])
        self.assertEqual(self.env["duret.sage.rejection"].search(mine).mapped("code"), ["shifted"])
        proof = self.env["duret.sage.proof"].search([*mine, ("entity", "=", "document")])
        self.assertEqual((proof.gap_ids.field, proof.count_odoo), ("paid", proof.count_sage))
        bound = self.env["duret.sage.binding"]._read_group(mine, ["model"], ["__count"])
        self.assertLessEqual({"res.partner", "sale.order", "account.move"}, {model for model, _count in bound})
