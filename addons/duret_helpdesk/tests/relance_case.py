"""Test kit of follow-ups: tickets that wait for their client, and the job that reminds him."""

from freezegun import freeze_time

from odoo import fields

from .ticket_case import TicketCase

# Wednesday 25 November 2026; the tickets below wait since Monday 23.
WAITING_SINCE = "2026-11-23 09:00:00"


class RelanceCase(TicketCase):
    """Only the rule of waiting tickets is at work; the clients are this test's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("duret_helpdesk.relance_rule_waiting")
        (cls.env["duret.relance.rule"].search([]) - cls.rule).active = False
        cls.levels = cls.rule.level_ids
        cls.outbox = cls.env["duret.relance.message"]
        cls.engine = cls.env["duret.relance.engine"]
        cls.company.duret_relance_throttle_days = 2
        cls.client = cls.make_person("Jeanne Favre", "jeanne.favre@relance.test")

    @classmethod
    def make_person(cls, name, email=False, **values):
        """A client of this test."""
        return cls.env["res.partner"].create({"name": name, "email": email, "lang": "fr_FR", **values})

    @classmethod
    def make_waiting(cls, partner=None, since=WAITING_SINCE, **values):
        """A ticket that waits for its client since a moment."""
        ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Photo du tableau",
                "description": "<p>Pouvez-vous nous envoyer une photo ?</p>",
                "partner_id": (partner or cls.client).id,
                "team_id": cls.team.id,
                "user_id": cls.claire.id,
                **values,
            }
        )
        ticket.stage_id = cls.stages["awaiting"]
        ticket.last_stage_update = since
        return ticket

    def run_job(self, moment):
        """Run the job as the scheduler does, at a moment (naive UTC)."""
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("duret_relance.ir_cron_relance").method_direct_trigger()
        self.env.invalidate_all()

    def rows(self, records):
        """Outbox of documents, oldest first."""
        return self.outbox.search([("res_model", "=", records._name), ("res_id", "in", records.ids)], order="due, id")

    def answer(self, ticket, moment, **values):
        """The client answers in the ticket."""
        with freeze_time(moment):
            author = ticket.partner_id.id
            values = {"author_id": author, "message_type": "email", "subtype_xmlid": "mail.mt_comment", **values}
            return ticket.message_post(body="Voici la photo.", date=fields.Datetime.now(), **values)

    def examine(self, ticket, moment, rule=None):
        """What the engine says of one ticket at a moment."""
        with freeze_time(moment):
            (case,) = self.engine._examine(rule or self.rule, ticket, fields.Datetime.now())
        return case
