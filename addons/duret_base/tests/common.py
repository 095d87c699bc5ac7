"""Test cases shared by every addon of the suite.

:class:`DuretCase` (and :class:`DuretHttpCase` for requests and browsers) create one user
per role and three portal clients, so that each addon writes its table « role x action »
against the same people. See readme/DEVELOP.md.
"""

import gc

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase

ROLES = ("technician", "assistant", "manager", "direction", "admin")


def _password(login):
    """The login, lengthened to the eight signs that a password must have."""
    return login.ljust(8, "x")


class DuretUsersMixin:
    """People used by the tests: a user per role, and the clients of the portal.

    Password of each user = login. Client A is a firm with two contacts (``portal_a`` and
    its sibling ``portal_a_sibling``), client B a private person unrelated to A.
    """

    def setUp(self):
        # An environment that is collected in the middle of a test has its user read again: counts of queries would
        # hang on the moment of it.
        super().setUp()
        gc.disable()
        self.addCleanup(gc.enable)

    @classmethod
    def make_users(cls, prefix="duret"):
        """Create the users of every role and the portal clients, as class attributes.

        :param str prefix: start of each login, to make a second set in one test
        :return: dict {role or portal name: res.users}
        """
        cls.client_a = cls._make_client("Régie du Lac (tests)", is_company=True)
        cls.client_b = cls._make_client("Odile Favre (tests)", email="odile.favre@client-b.test")
        cls.contact_a = cls._make_client(
            "Marc Perrin (tests)", parent_id=cls.client_a.id, email="marc.perrin@client-a.test"
        )
        cls.contact_a_sibling = cls._make_client(
            "Lise Bouvier (tests)", parent_id=cls.client_a.id, email="lise.bouvier@client-a.test"
        )
        clients = {"portal_a": cls.contact_a, "portal_a_sibling": cls.contact_a_sibling, "portal_b": cls.client_b}
        # Together: one by one they would be most of what a test class waits for.
        inside = cls.env["res.users"].create([cls._user_values(role, f"{prefix}_{role}") for role in ROLES])
        outside = cls._portal_users().create(
            [cls._portal_values(partner, f"{prefix}_{name}") for name, partner in clients.items()]
        )
        people = [user.with_prefetch() for user in (*inside, *outside)]
        cls.users = dict(zip((*ROLES, *clients), people, strict=True))
        for name, user in cls.users.items():
            setattr(cls, f"user_{name}", user)
        return cls.users

    @classmethod
    def make_user(cls, role, login, **values):
        """Create an internal user holding one role.

        :param str role: one of :data:`ROLES`
        :param str login: login and password
        :return: res.users
        """
        return cls.env["res.users"].create(cls._user_values(role, login) | values)

    @classmethod
    def make_portal_user(cls, partner, login):
        """Open the portal to a contact.

        :param partner: res.partner with an email
        :param str login: login and password
        :return: res.users
        """
        return cls._portal_users().create(cls._portal_values(partner, login))

    @classmethod
    def _user_values(cls, role, login):
        return {
            "login": login,
            "password": _password(login),
            "name": f"{role.capitalize()} (tests)",
            "email": f"{login}@duret.test",
            "group_ids": [Command.set(cls.env.ref(f"duret_base.group_{role}").ids)],
        }

    @classmethod
    def _portal_users(cls):
        return cls.env["res.users"].with_context(no_reset_password=True)

    @classmethod
    def _portal_values(cls, partner, login):
        return {
            "login": login,
            "password": _password(login),
            "partner_id": partner.id,
            "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
        }

    @classmethod
    def _make_client(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, **values})


class DuretCase(DuretUsersMixin, TransactionCase):
    """TransactionCase with the people of :class:`DuretUsersMixin`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.make_users()


class DuretHttpCase(DuretUsersMixin, HttpCase):
    """HttpCase with the people of :class:`DuretUsersMixin`; ``self.authenticate(login, login)``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
