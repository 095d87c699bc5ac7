"""Test kit of opinions: clients with a site, visits that are done, and the two jobs that ask about them.

The visits are bare fieldservice's, as they are without the planning addon.
"""

from freezegun import freeze_time

from odoo.addons.duret_helpdesk.tests.ticket_case import TicketCase

# Monday 23 November 2026, 14:10 in Annecy.
DONE_AT = "2026-11-23 13:10:00"
MODEL = "duret.satisfaction.request"


class RequestKit:
    """Mixed into test cases that have an environment."""

    @classmethod
    def make_request_kit(cls):
        """Leave only the two rules of opinions at work, and no other visit than this test's own."""
        cls.requests = cls.env[MODEL]
        cls.outbox = cls.env["duret.relance.message"]
        cls.mail_rule = cls.env.ref("duret_satisfaction.relance_rule_opinion_mail")
        cls.sms_rule = cls.env.ref("duret_satisfaction.relance_rule_opinion_sms")
        cls.recovery_rules = (
            cls.env["duret.relance.rule"].search([("model", "=", MODEL)]) - cls.mail_rule - cls.sms_rule
        )
        (cls.env["duret.relance.rule"].search([]) - cls.mail_rule - cls.sms_rule).active = False
        cls.env["fsm.order"].search([]).write({"duret_done_noted_at": False})
        cls.completed = cls.env.ref("fieldservice.fsm_stage_completed")
        cls.cancelled = cls.env.ref("fieldservice.fsm_stage_cancelled")
        cls.new_stage = cls.env.ref("fieldservice.fsm_stage_new")
        cls.survey = cls.env.ref("duret_satisfaction.survey_survey_visit")
        cls.company = cls.env.ref("base.main_company")
        cls.people = 0

    @classmethod
    def make_person(cls, name="Jeanne Favre", **values):
        """A private client; without `email`, one of his own is made."""
        cls.people += 1
        values.setdefault("email", f"client{cls.people}@avis.test")
        return cls.env["res.partner"].create({"name": name, "lang": "fr_FR", **values})

    @classmethod
    def make_site(cls, owner, **values):
        """A place where the technician goes."""
        name = f"{owner.name} – Annecy"
        return cls.env["fsm.location"].create({"name": name, "owner_id": owner.id, "city": "Annecy", **values})

    @classmethod
    def make_done(cls, partner=None, moment=DONE_AT, site=None, **values):
        """A visit, done and closed at a moment (naive UTC)."""
        with freeze_time(moment):
            site = site or cls.make_site(partner or cls.make_person())
            visit = cls.env["fsm.order"].create({"location_id": site.id, **values})
            visit.write({"date_start": moment, "date_end": moment})
            visit.action_complete()
            visit.flush_recordset()
        return visit

    def request_of(self, visit):
        """The request about a visit."""
        return self.requests.search([("visit_id", "=", visit.id), ("kind", "=", "visit")])

    def ask(self, moment):
        """Run the job that makes the requests, as the scheduler does, at a moment (naive UTC)."""
        self._run("duret_satisfaction.ir_cron_ask", moment)

    def send(self, moment):
        """Run the job of follow-ups at a moment (naive UTC)."""
        self._run("duret_relance.ir_cron_relance", moment)

    def at(self, moment):
        """Context in which it is that moment (naive UTC)."""
        return freeze_time(moment)

    def _run(self, xmlid, moment):
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()

    def asked(self, visit, moment="2026-11-24 05:00:00"):
        """The request about a visit, made by the job."""
        self.ask(moment)
        return self.request_of(visit)

    def rows(self, request):
        """Messages about a request, oldest first."""
        return self.outbox.search([("res_model", "=", MODEL), ("res_id", "=", request.id)], order="due, id")

    @classmethod
    def complain(cls, partner, **values):
        """An open complaint of a client."""
        return cls.env["helpdesk.ticket"].duret_open_request(
            {"name": "Rien ne marche", "channel": "phone", "type": "complaint", "partner_id": partner.id, **values}
        )


class RequestCase(RequestKit, TicketCase):
    """TransactionCase with the kit of opinions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_request_kit()
