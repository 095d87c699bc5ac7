"""« The client wants a quotation for… »: one tap, one request, nothing lost."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .photo_case import frame, new_uuid, picture, sha
from .push_case import PushCase

TEXT = "Charging station in the garage\nThree-phase, he has a Zoé"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 09:00:00")
class TestFieldRequest(PushCase):
    """Luc at client A's, Claire at her desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.duret_front_desk_user_id = cls.user_assistant

    def _request(self, user=None, send=True, **values):
        """A request of Luc.

        :return: (operation, answer)
        """
        visit = values.pop("visit", self.visit.id)
        data = {"kind": "quote", "text": TEXT, "partner": None, "photos": []} | values
        op = self.op("request.new", data, visit=visit)
        return op, self.push(op, user=user)[0] if send else None

    def _ticket(self, op):
        return self.env["helpdesk.ticket"].search([("duret_field_uuid", "=", op["uuid"])])

    def test_becomes_a_ticket_of_the_front_desk(self):
        """Type, channel, owner, client, site, visit, and who asked."""
        op, answer = self._request()
        ticket = self._ticket(op)
        self.assertEqual((answer["state"], answer["data"]["number"]), ("applied", ticket.number))
        self.assertEqual((ticket.type_id.duret_code, ticket.channel_id.duret_code), ("quotation", "technician"))
        self.assertEqual(ticket.user_id, self.user_assistant)
        self.assertEqual(ticket.partner_id, self.visit.duret_partner_id)
        self.assertEqual(ticket.duret_field_visit_id, self.visit)
        self.assertEqual(ticket.duret_field_location_id, self.site)
        self.assertEqual(ticket.duret_field_user_id, self.user_technician)
        self.assertIn("Three-phase", ticket.description)
        self.assertEqual(ticket.name, "Quotation wanted: Charging station in the garage")
        self.assertTrue(ticket.activity_ids, "something is planned for it")
        self.assertEqual((ticket.duret_field_state, ticket.duret_field_at), ("open", fields.Datetime.now()))

    def test_a_problem(self):
        """Another type, another subject."""
        op, _answer = self._request(kind="problem", text="The cellar is flooded")
        ticket = self._ticket(op)
        self.assertEqual(ticket.type_id.duret_code, "internal")
        self.assertEqual(ticket.name, "Problem on site: The cellar is flooded")

    def test_sent_twice_is_one(self):
        """The same operation again, and the same request by another way: one ticket."""
        op, first = self._request()
        again = self.push(op)[0]
        self.assertTrue(again["replayed"])
        self.assertEqual(again["data"], first["data"])
        tickets = self.env["helpdesk.ticket"].with_user(self.user_technician).sudo()
        same = tickets._duret_open_from_field(
            op["uuid"], "quote", TEXT, visit=self.visit, partner=self.client_a, at=fields.Datetime.now()
        )
        self.assertEqual(same, self._ticket(op))

    def test_photos(self):
        """Announced with the request; bytes before or after; filed with the ticket."""
        early, late = picture("red"), picture("blue")
        names = [new_uuid(), new_uuid()]
        receiver = self.env["duret.photo.receiver"].with_user(self.user_technician)
        receiver._receive(frame(names[0], early))
        photos = [
            {"uuid": name, "sha256": sha(data), "size": len(data)}
            for name, data in zip(names, (early, late), strict=True)
        ]
        op, _answer = self._request(photos=photos)
        ticket = self._ticket(op)
        self.assertEqual(ticket.duret_field_photo_ids.mapped("state"), ["received", "announced"])
        (answer,) = receiver._receive(frame(names[1], late))
        self.assertTrue(answer["complete"])
        self.env.invalidate_all()
        files = ticket.with_user(self.user_assistant)._get_mail_thread_data_attachments()
        self.assertEqual(sorted(files.mapped("raw")), sorted([early, late]))

    def test_between_two_visits(self):
        """No visit, a client whom he chose, or none at all: it is kept."""
        op, answer = self._request(visit=None, partner=self.client_b.id)
        self.assertEqual((answer["state"], self._ticket(op).partner_id), ("applied", self.client_b))
        op, answer = self._request(visit=None)
        self.assertEqual(answer["state"], "applied")
        self.assertFalse(self._ticket(op).partner_id)

    def test_bad_ones(self):
        """Each is refused with its reason, and no ticket is left behind."""
        before = self.env["helpdesk.ticket"].search_count([])
        photo = {"uuid": new_uuid(), "sha256": "0" * 64, "size": 10}
        cases = [
            ({"kind": "party"}, "bad_shape"),
            ({"text": 7}, "bad_shape"),
            ({"user_id": 1}, "bad_shape"),
            ({"text": "  "}, "bad_value"),
            ({"text": "x" * 20_001}, "too_long"),
            ({"partner": 10**8}, "bad_value"),
            ({"partner": "1"}, "bad_value"),
            ({"photos": [photo] * 21}, "too_long"),
            ({"photos": [photo | {"size": -1}]}, "bad_value"),
            ({"photos": [photo | {"uuid": "../x"}]}, "bad_value"),
            ({"photos": ["x"]}, "bad_value"),
            ({"visit": self.visit_of_eve.id}, "not_yours"),
        ]
        for values, code in cases:
            with self.subTest(values=str(values)[:60]):
                _op, answer = self._request(**values)
                self.assertEqual((answer["state"], answer["code"]), ("refused", code))
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_scripts_are_text(self):
        """What is typed is never run."""
        op, _answer = self._request(text="<script>alert(1)</script> cable")
        self.assertNotIn("<script", self._ticket(op).description)

    def test_what_became_of_it(self):
        """The technician sees his requests, and only his."""
        op, _answer = self._request()
        desk = self.env["duret.sync.pull"]
        (row,) = desk.with_user(self.user_technician)._pull(None, None)["sections"]["requests"]["data"]
        ticket = self._ticket(op)
        self.assertEqual((row["uuid"], row["number"], row["state"]), (op["uuid"], ticket.number, "open"))
        self.assertEqual((row["words"], row["amount"]), (ticket.stage_id.name, ""))
        others = desk.with_user(self.colleague)._pull(None, None)["sections"]["requests"]["data"]
        self.assertEqual(others, [])
        ticket.stage_id = self.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        self.env.flush_all()
        (row,) = desk.with_user(self.user_technician)._pull(None, None)["sections"]["requests"]["data"]
        self.assertEqual(row["state"], "closed")

    def test_without_answer_it_is_chased(self):
        """Two working days later somebody is asked to answer; a request that was answered is left alone."""
        op, _answer = self._request()
        answered, _answer = self._request()
        ticket, other = self._ticket(op), self._ticket(answered)
        other.stage_id = self.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        rule = self.env.ref("duret_intervention.relance_rule_field")
        engine = self.env["duret.relance.engine"]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = ANY(%s)",
            (fields.Datetime.now(), (ticket | other).ids),
        )
        self.env.invalidate_all()

        def due(days):
            now = fields.Datetime.now() + timedelta(days=days)
            cases = engine._examine(rule, ticket | other, now)
            return {case.record for case in cases if case.outcome.due and case.outcome.due <= now}

        self.assertEqual(due(1), set())
        self.assertEqual(due(2), {ticket})
