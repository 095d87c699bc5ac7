"""« New request » on the portal: forms made of data, files, and a second click."""

import io
import re
import uuid

from PIL import Image

from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretHttpCase


def photo(size=(60, 40)):
    """Bytes of a JPEG that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Telephone of the client"
    content = io.BytesIO()
    Image.new("RGB", size, (20, 60, 120)).save(content, "JPEG", exif=exif)
    return content.getvalue()


def forget_tries(case):
    """Forget the counted tries of this machine now and after the test; the limiter writes outside of the test's
    transaction."""

    def forget():
        with case.env["duret.rate.limiter"]._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE '%|127.0.0.1'")

    forget()
    case.addCleanup(forget)


@tagged("post_install", "-at_install")
class TestPortalRequest(DuretHttpCase):
    """A client opens a request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("duret_base.rate_request", "0")
        cls.kind = cls.env["helpdesk.ticket.type"].create({"name": "Essai", "duret_portal_hint": "Pour voir"})
        question = cls.env["duret.request.question"]
        make = {"type_id": cls.kind.id}
        cls.danger = question.create({**make, "name": "Odeur de brûlé ?", "kind": "yesno", "is_danger": True})
        cls.where = question.create({**make, "name": "Où ?", "required": True, "in_title": True})
        cls.phone = question.create({**make, "name": "Numéro", "kind": "phone"})
        cls.photos = question.create({**make, "name": "Photo du tableau", "kind": "files"})

    def setUp(self):
        super().setUp()
        self.authenticate("duret_portal_a", "duret_portal_a")
        self.path = f"/my/tickets/new/{self.kind.id}"

    def _form(self, **answers):
        page = self.url_open(self.path).text
        hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrf_token", "key")}
        names = {name: getattr(self, name)._field_name() for name in ("danger", "where", "phone", "photos")}
        return hidden | {names.get(name, name): value for name, value in answers.items()}

    def _send(self, form, files=(), path=None):
        sent = [(self.photos._field_name(), (name, content)) for name, content in files]
        return self.url_open(path or self.path, data=form, files=sent or None, allow_redirects=False)

    def _tickets(self):
        return self.env["helpdesk.ticket"].search([("type_id", "=", self.kind.id)], order="id")

    def test_the_ticket_of_a_form(self):
        answer = self._send(self._form(where="cuisine", danger="no", phone="06 12 34 56 78"), [("a.jpg", photo())])
        self.assertEqual(answer.status_code, 303)
        ticket = self._tickets()
        self.assertEqual(len(ticket), 1)
        self.assertIn(f"/my/ticket/{ticket.id}", answer.headers["Location"])
        self.assertEqual(ticket.name, "Essai – cuisine")
        self.assertEqual(ticket.partner_id, self.contact_a)
        self.assertEqual(ticket.channel_id.duret_code, "portal")
        self.assertEqual(ticket.duret_phone, "06 12 34 56 78")
        self.assertIn(self.contact_a, ticket.message_partner_ids)
        self.assertFalse(ticket.duret_danger)
        self.assertNotIn("brûlé", ticket.description, "a danger that is denied must not read like one")
        self.assertTrue(ticket.user_id, "every open ticket has an owner")

    def test_a_photo_is_kept_without_its_place(self):
        self._send(self._form(where="cuisine"), [("../../tableau.JPEG", photo())])
        file = self._tickets()._duret_own_files()
        self.assertEqual((file.name, file.mimetype), ("tableau.jpg", "image/jpeg"))
        self.assertFalse(dict(Image.open(io.BytesIO(file.raw)).getexif()))
        self.assertNotIn(b"Telephone of the client", file.raw)
        page = self.url_open(f"/my/ticket/{self._tickets().id}").text
        link = re.search(rf'href="(/web/content/{file.id}[^"]+)"', page)[1].replace("&amp;", "&")
        self.assertEqual(self.url_open(link).content, file.raw)

    def test_danger_is_marked(self):
        self._send(self._form(where="cuisine", danger="yes"))
        ticket = self._tickets()
        self.assertTrue(ticket.duret_danger)

    def test_the_emergency_number_is_in_the_form(self):
        self.env.company.duret_emergency_phone = "0450112233"
        page = self.url_open(self.path).text
        self.assertIn("tel:0450112233", page)
        self.assertIn("04 50 11 22 33", page.replace("\xa0", " ").replace("\u202f", " "))

    def test_twice_the_same_form_is_one_ticket(self):
        form = self._form(where="cuisine")
        first, second = self._send(form), self._send(form)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self._tickets()), 1)

    def test_the_key_is_unique_in_the_database(self):
        submissions = self.env["duret.portal.submission"]
        key = str(uuid.uuid4())
        submissions.with_user(self.user_portal_a).sudo()._claim(key)
        # Another sender's key, or a rival not yet visible: never a second row.
        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
            submissions.with_user(self.user_portal_b).sudo()._claim(key)
        for wrong in (None, "", "abc", "x" * 36, ["a"], key + "0000"):
            with self.assertRaises(ValidationError):
                submissions._claim(wrong)

    def test_what_is_refused_writes_nothing(self):
        before = self.env["ir.attachment"].search_count([("res_model", "=", "helpdesk.ticket")])
        big = b"\xff\xd8\xff" + b"\0" * (25 * 1024 * 1024)
        cases = [
            ({}, [], "question"),
            ({"where": "cuisine"}, [("a.jpg", b"MZ program")], "PDF"),
            ({"where": "cuisine"}, [("a.jpg", photo()), ("b.jpg", b"\xff\xd8\xff broken")], "b.jpg"),
            ({"where": "cuisine"}, [("a.jpg", big)], "20"),
            ({"where": "cuisine"}, [("a.jpg", photo())] * 11, "10"),
            ({"where": "cuisine", "key": "not-a-key"}, [], "alert-danger"),
        ]
        for answers, files, said in cases:
            answer = self._send(self._form(**answers), files)
            self.assertEqual(answer.status_code, 422, said)
            self.assertIn(said, answer.text)
            if "where" in answers:
                self.assertIn('value="cuisine"', answer.text, "what was typed is not lost")
        self.assertFalse(self._tickets())
        self.assertEqual(self.env["ir.attachment"].search_count([("res_model", "=", "helpdesk.ticket")]), before)

    def test_another_question_needs_no_code(self):
        self.env["duret.request.question"].create(
            {"type_id": self.kind.id, "name": "Quel étage ?", "kind": "choice", "choices": "Rez\nPremier"}
        )
        question = self.kind.duret_question_ids[-1]
        self.assertIn("Quel étage ?", self.url_open(self.path).text)
        self._send(self._form(where="x") | {question._field_name(): "Premier"})
        self.assertIn("Premier", self._tickets().description)
        answer = self._send(self._form(where="x") | {question._field_name(): "Grenier"})
        self.assertEqual(answer.status_code, 422)

    def test_only_types_for_clients(self):
        self.kind.show_in_portal = False
        for path in (self.path, "/my/tickets/new/999999999", "/my/tickets/new/0"):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        self.assertNotIn("Essai", self.url_open("/my/tickets/new").text)
        internal = self.env.ref("duret_helpdesk.type_internal")
        self.assertNotIn(internal, self.env["helpdesk.ticket"]._duret_request_types())

    def test_answers_are_text(self):
        self._send(self._form(where="<script>alert(1)</script>"))
        ticket = self._tickets()
        self.assertNotIn("<script", ticket.description)
        self.assertNotIn("<script>alert(1)", self.url_open(f"/my/ticket/{ticket.id}").text)

    def test_helpdesk_mgmts_own_form_is_gone(self):
        count = self.env["helpdesk.ticket"].search_count([])
        for path in ("/new/ticket", "/submitted/ticket?subject=a&description=b"):
            answer = self.url_open(path, allow_redirects=False)
            self.assertEqual((answer.status_code, answer.headers["Location"]), (303, "/my/tickets/new"))
        form = {"csrf_token": self._form()["csrf_token"], "subject": "Panne", "description": "x"}
        answer = self.url_open("/submitted/ticket", data=form, allow_redirects=False)
        self.assertEqual(answer.headers["Location"], "/my/tickets/new")
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), count)

    def test_a_login_is_needed(self):
        self.authenticate(None, None)
        for path in ("/my/tickets/new", self.path):
            self.assertIn("/web/login", self.url_open(path).url)
        self.assertFalse(self._tickets())

    def test_questions_are_checked(self):
        question = self.env["duret.request.question"]
        for wrong in ({"kind": "choice", "choices": "One"}, {"kind": "line", "is_danger": True}):
            with self.assertRaises(ValidationError):
                question.create({"type_id": self.kind.id, "name": "x", **wrong})

    def test_every_type_for_clients_has_a_form(self):
        codes = self.env["helpdesk.ticket"]._duret_request_types().mapped("duret_code")
        wanted = {"breakdown", "maintenance", "quotation", "worksite", "invoice", "appointment", "complaint"}
        self.assertLessEqual(wanted | {"information"}, set(codes))
