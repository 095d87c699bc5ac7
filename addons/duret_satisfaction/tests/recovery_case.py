"""Test kit of unhappy clients: answers as the client's page records them, and what the office sees of them."""

import json

from odoo.tests import tagged

from .request_case import RequestCase

# Tuesday 24 November 2026, 10:00 in Annecy; the office is open from 8 to 12 and from 13:30 to 17:30 or so.
NOW = "2026-11-24 09:00:00"
SURVEY = "duret_satisfaction.survey_survey_visit"


@tagged("post_install", "-at_install")
class RecoveryCase(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questions = {
            name: cls.env.ref(f"duret_satisfaction.survey_question_{name}")
            for name in ("recommend", "welcome", "cleanliness", "quality", "comment", "call_back")
        }
        cls.second_questions = {
            name: cls.env.ref(f"duret_satisfaction.survey_question_recovery_{name}") for name in ("mark", "comment")
        }
        cls.wants_call = cls.env.ref("duret_satisfaction.survey_question_answer_call_back_yes")
        cls.person = cls.env["fsm.person"].create({"name": "Gaëtan Tissot"})
        cls.client = cls.make_person("Jeanne Favre", phone="04 50 12 34 56")
        cls.visit = cls.make_done(cls.client, person_id=cls.person.id)
        cls.request = cls.visit._duret_opinion_request()

    def answer(self, request=None, moment=NOW, source="mail", complete=False, **values):
        """Record an answer, by the names of the questions."""
        request = request or self.request
        known = self.second_questions if request.kind == "recovery" else self.questions
        given = {known[name].id: value for name, value in values.items()}
        with self.at(moment):
            request._duret_record_answer(given, source, complete=complete)
            self.env.flush_all()
        return request

    def calls(self, ticket):
        """Calls that wait about a ticket."""
        return ticket.sudo()._duret_waiting_callbacks()

    def notes(self, ticket):
        """Texts of the internal notes of a ticket, the newest first."""
        note = self.env.ref("mail.mt_note")
        return [str(message.body) for message in ticket.message_ids if message.subtype_id == note and message.body]

    def complaints(self):
        """Tickets of the client."""
        return self.env["helpdesk.ticket"].search([("partner_id", "=", self.client.id)])

    def complained(self, partner, moment):
        """A complaint that a client made by telephone at a moment."""
        ticket = self.complain(partner)
        self.env.flush_all()
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s", (moment, ticket.id))
        ticket.invalidate_recordset()
        return ticket

    def close(self, ticket, moment="2026-11-24 15:00:00", stage="done"):
        """Put a ticket in a closing stage."""
        with self.at(moment):
            ticket.with_user(self.claire).stage_id = self.stages[stage]
            self.env.flush_all()

    def second(self):
        """The request made once the complaint is settled."""
        return self.requests.search([("first_id", "=", self.request.id), ("kind", "=", "recovery")])

    def told(self, user, since=0):
        """Messages of reminders sent to the tabs of a user, oldest first."""
        self.env.cr.precommit.run()
        payloads = []
        for row in self.env["bus.bus"].sudo().search([("id", ">", since)], order="id"):
            channel, message = json.loads(row.channel), json.loads(row.message)
            if message["type"] == "duret_reminder" and channel[1:] == ["res.partner", user.partner_id.id]:
                payloads.append(message["payload"])
        return payloads

    def mark(self):
        """Last message of the bus so far."""
        self.env.cr.precommit.run()
        return self.env["bus.bus"].sudo().search([], order="id desc", limit=1).id or 0
