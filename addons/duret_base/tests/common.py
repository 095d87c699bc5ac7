"""Test cases shared by every addon of the suite.

:class:`DuretCase` (and :class:`DuretHttpCase` for requests and browsers) create one user
per role and three portal clients, so that each addon writes its table « role x action »
against the same people. See readme/DEVELOP.md.
"""

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user

ROLES = ("technician", "assistant", "manager", "direction", "admin")


class DuretUsersMixin:
    """People used by the tests: a user per role, and the clients of the portal.

    Password of each user = login. Client A is a firm with two contacts (``portal_a`` and
    its sibling ``portal_a_sibling``), client B a private person unrelated to A.
    """

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
        cls.users = {role: cls.make_user(role, f"{prefix}_{role}") for role in ROLES}
        cls.users["portal_a"] = cls.make_portal_user(cls.contact_a, f"{prefix}_portal_a")
        cls.users["portal_a_sibling"] = cls.make_portal_user(cls.contact_a_sibling, f"{prefix}_portal_a_sibling")
        cls.users["portal_b"] = cls.make_portal_user(cls.client_b, f"{prefix}_portal_b")
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
        return new_test_user(
            cls.env,
            login=login,
            groups=f"duret_base.group_{role}",
            name=f"{role.capitalize()} (tests)",
            email=f"{login}@duret.test",
            **values,
        )

    @classmethod
    def make_portal_user(cls, partner, login):
        """Open the portal to a contact.

        :param partner: res.partner with an email
        :param str login: login and password
        :return: res.users
        """
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "login": login,
                    "password": login + "x" * max(0, 8 - len(login)),
                    "partner_id": partner.id,
                    "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
                }
            )
        )

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
