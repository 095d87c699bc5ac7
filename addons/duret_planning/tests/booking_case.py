"""A visitor who books over HTTP, for the tests of the booking pages."""

import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests.common import Opener

from .common import PlanningHttpCase

TUESDAY = "2026-11-17 10:00:00"  # 11 h in Annecy, no public holiday within sight

TIMES = re.compile(r'name="start"[^>]*value="([0-9: -]{19})"')
FAULTS = re.compile(r"(?:duret_fault|alert-danger)[^>]*>([^<]+)<")
CODE = re.compile(r"\b(\d{3}) ?(\d{3})\b")


class BookingCase(PlanningHttpCase):
    """Technicians who can be booked, and visitors with sessions of their own.

    Each test begins a minute after `moment`, naive UTC, and the clock goes on: a time offered at the hour sharp would
    fall out of the notice before it is chosen. None is the time of day, which a real browser shares.
    """

    moment = TUESDAY

    @classmethod
    def setUpClass(cls):
        if cls.moment:
            cls.clock = cls.startClassPatcher(freeze_time(cls.moment, tick=True))
        super().setUpClass()
        for scope in ("booking", "code", "token", "form", "login"):
            cls.env["ir.config_parameter"].set_param(f"duret_base.rate_{scope}", "0")
        cls.env.company.partner_id.write({"street": "5 avenue de Genève", "zip": "74000", "city": "Annecy"})
        # A database that people use has technicians, codes and online visits of its own.
        (cls.env["fsm.person"].search([]) - cls.luc - cls.eve).duret_bookable = False
        cls.env["fsm.order"].search([("duret_channel", "=", "portal")]).duret_channel = "office"
        for model in ("duret.booking.code", "duret.slot.hold", "sms.sms"):
            cls.env[model].search([]).unlink()
        cls.kind = cls.type_breakdown
        cls.address = {"street": "12 rue Royale", "zip": "74000", "city": "Annecy"}
        cls.contact = {"name": "Zoé Marchand", "phone": "06 12 34 12 34", "email": "", "code_by": "sms"}

    def setUp(self):
        super().setUp()
        if self.moment:
            self.clock.move_to(fields.Datetime.to_datetime(self.moment) + timedelta(minutes=1))

    def guest(self, login=None):
        """A new visitor.

        :param str login: of the client who logs in first
        :return: Guest
        """
        return Guest(self, login)

    def bookings(self):
        """All online bookings, newest first."""
        self.env.invalidate_all()
        return self.env["duret.booking.session"].search([], order="id desc")

    def online_visits(self):
        """Visits booked online."""
        self.env.invalidate_all()
        return self.env["fsm.order"].search([("duret_channel", "=", "portal")], order="id")

    def last_code(self):
        """The code in the text message or mail queued last."""
        self.env.invalidate_all()
        text = self.env["sms.sms"].search([], order="id desc", limit=1)
        mail = self.env["mail.mail"].search([("subject", "like", "code")], order="id desc", limit=1)
        body = text.body if text else mail.subject
        return "".join(CODE.search(body).groups())


class Guest:
    """A browser with its own session."""

    def __init__(self, case, login=None):
        self.case = case
        self.opener = Opener(case)
        if login:
            page = self.get("/web/login").text
            self.send("/web/login", csrf_token=self.token_of(page), login=login, password=login)

    def _open(self, path, **options):
        # HttpCase lets only its own opener through.
        self.case.opener = self.opener
        return self.case.url_open(path, allow_redirects=False, **options)

    def get(self, path, **options):
        return self._open(path, **options)

    def send(self, path, **data):
        """POST exactly these fields."""
        return self._open(path, data=data, method="POST")

    def post(self, path, **data):
        """POST a form with its token."""
        return self.send(path, csrf_token=self.token_of(self.get("/rdv").text), **data)

    @staticmethod
    def token_of(page):
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    # --- steps -----------------------------------------------------------------------------------------------------
    def choose_kind(self, kind=None):
        answer = self.post("/rdv/type", type_id=(kind or self.case.kind).id)
        self.case.assertEqual((answer.status_code, answer.headers["Location"][-12:]), (303, "/rdv/adresse"))
        return self

    def give_address(self, **address):
        answer = self.post("/rdv/adresse", **(address or self.case.address))
        self.case.assertEqual(answer.status_code, 303, FAULTS.findall(answer.text))
        return self

    def times(self, day=""):
        """Beginnings offered on the page of a day, as the forms carry them."""
        page = self.get(f"/rdv/creneaux?jour={day}").text
        return TIMES.findall(page)

    def choose_time(self, start=None):
        answer = self.post("/rdv/creneau", start=start or self.times()[0])
        self.case.assertEqual(answer.status_code, 303)
        return self

    def give_contact(self, **contact):
        answer = self.post("/rdv/coordonnees", **(self.case.contact | contact))
        self.case.assertEqual(answer.status_code, 303, FAULTS.findall(answer.text))
        return self

    def confirm(self, **data):
        return self.post("/rdv/confirmer", **data)

    def up_to_confirm(self, start=None):
        """Everything but the confirmation."""
        return self.choose_kind().give_address().choose_time(start).give_contact()
