"""M17: who reads, writes, creates and deletes which ticket, with every addon installed (rules add up)."""

import contextlib

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.duret_helpdesk.tests.ticket_case import TicketCase

NOTHING, READS, WORKS, ALL = "", "r", "rw", "rwu"


@tagged("post_install", "-at_install")
class TestTicketRoles(TicketCase):
    """One ticket for each way of being concerned by it, one row for each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.make_user("technician", "duret_technician_b")
        cls.tickets = {
            "assigned": cls.open_request("Assigné", user_id=cls.user_technician.id, partner_id=cls.client_b.id),
            "foreign": cls.open_request("D'un autre", user_id=cls.colleague.id, partner_id=cls.client_b.id),
            "front_desk": cls.open_request("De Claire", partner_id=cls.contact_a.id),
            "followed": cls.open_request("Suivi", user_id=cls.colleague.id, partner_id=cls.client_b.id),
            "visited": cls.open_request("Avec visite", partner_id=cls.contact_a.id),
        }
        cls.tickets["followed"].message_subscribe(cls.user_technician.partner_id.ids)
        cls.plan_visit(cls.tickets["visited"], cls.user_technician)
        cls.plan_visit(cls.tickets["foreign"], cls.colleague)

    @classmethod
    def plan_visit(cls, ticket, user):
        worker = cls.env["fsm.person"].create({"partner_id": user.partner_id.id})
        client = ticket.partner_id.commercial_partner_id
        site = cls.env["fsm.location"].create(
            {"name": f"Site {ticket.number}", "owner_id": client.id, "partner_id": client.id}
        )
        cls.env["fsm.order"].create(
            {
                "location_id": site.id,
                "person_id": worker.id,
                "duret_ticket_id": ticket.id,
                "scheduled_date_start": "2030-01-07 09:00:00",
                "scheduled_duration": 1,
            }
        )

    def rights(self, user, ticket):
        """What a user may really do with a ticket: the operations are tried, not asked about."""
        self.env.flush_all()
        tries = {
            "r": lambda record: record.read(["name", "duret_next_action_date"]),
            "w": lambda record: record.write({"name": "Changé"}),
            "u": lambda record: record.unlink(),
        }
        allowed = ""
        for letter, attempt in tries.items():
            with self.env.cr.savepoint() as savepoint:
                with contextlib.suppress(AccessError):
                    attempt(ticket.with_user(user))
                    allowed += letter
                savepoint.rollback()
            self.env.invalidate_all()
        return allowed

    def test_each_role_on_each_ticket(self):
        expected = {
            "technician": dict(assigned=WORKS, foreign=NOTHING, front_desk=NOTHING, followed=READS, visited=WORKS),
            "assistant": dict.fromkeys(self.tickets, WORKS),
            "manager": dict.fromkeys(self.tickets, ALL),
            "direction": dict.fromkeys(self.tickets, READS),
            "admin": dict.fromkeys(self.tickets, ALL),
        }
        for role, row in expected.items():
            for name, rights in row.items():
                with self.subTest(role=role, ticket=name):
                    self.assertEqual(self.rights(self.users[role], self.tickets[name]), rights)

    def test_clients_read_their_own_companys_only(self):
        for login, own in (("portal_a", {"front_desk", "visited"}), ("portal_b", {"assigned", "foreign", "followed"})):
            for name, ticket in self.tickets.items():
                with self.subTest(login=login, ticket=name):
                    portal = ticket.with_user(self.users[login])
                    found = portal.search([("id", "=", ticket.id)])
                    self.assertEqual(bool(found), name in own)
                    self.assertEqual(portal.has_access("read"), name in own)
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(portal.has_access(operation))

    def test_searches_show_what_may_be_read(self):
        for role, count in (("technician", 3), ("assistant", 5), ("direction", 5)):
            tickets = self.Ticket.browse([ticket.id for ticket in self.tickets.values()])
            found = self.Ticket.with_user(self.users[role]).search([("id", "in", tickets.ids)])
            self.assertEqual(len(found), count, role)

    def test_who_creates(self):
        values = {"name": "Nouveau", "description": "x"}
        for role in ("technician", "assistant", "manager"):
            ticket = self.Ticket.with_user(self.users[role]).create(dict(values))
            self.assertEqual(ticket.sudo().user_id, self.claire, "the front desk owns it, whoever opens it")
            self.assertTrue(ticket.read(["name"]), "and who opened it still sees it")
        for role in ("direction", "portal_a"):
            with self.assertRaises(AccessError):
                self.Ticket.with_user(self.users[role]).create(dict(values))

    def test_a_technician_does_not_take_a_ticket_of_another(self):
        with self.assertRaises(AccessError):
            self.tickets["foreign"].with_user(self.user_technician).write({"user_id": self.user_technician.id})
        with self.assertRaises(AccessError):
            self.tickets["followed"].with_user(self.user_technician).duret_resolve()

    def test_the_direction_has_its_figures_and_no_buttons_that_write(self):
        direction = self.Ticket.with_user(self.user_direction)
        rows = direction.formatted_read_group([], ["type_id"], ["__count", "duret_sla_rate:avg"])
        self.assertTrue(rows)
        ticket = self.tickets["assigned"].with_user(self.user_direction)
        for method in ("action_duret_priority_automatic", "duret_resolve", "assign_to_me"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(ticket, method)()
            self.env.invalidate_all()

    def test_settings_are_the_managers(self):
        for model in ("helpdesk.ticket.type", "helpdesk.ticket.stage", "helpdesk.ticket.channel", "duret.urgency.word"):
            for role in ("technician", "assistant", "direction", "portal_a"):
                with self.subTest(model=model, role=role):
                    self.assertFalse(self.env[model].with_user(self.users[role]).has_access("write"))
            self.assertTrue(self.env[model].with_user(self.user_manager).has_access("write"))

    def test_nobody_writes_the_nightly_check(self):
        check = self.env["duret.orphan.check"]
        for role in ("assistant", "manager", "direction"):
            self.assertTrue(check.with_user(self.users[role]).has_access("read"))
        for role, user in self.users.items():
            for operation in ("write", "create", "unlink"):
                self.assertFalse(check.with_user(user).has_access(operation), (role, operation))
