"""Who sees whose requests, and how an account is opened."""

import re

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase, DuretHttpCase

from .test_portal_request import forget_tries


@tagged("post_install", "-at_install")
class TestPortalRights(DuretCase):
    """Contacts of one company, and of another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_user = cls.make_portal_user(cls.client_a, "duret_portal_company")
        cls.tickets = {
            name: cls._ticket(partner)
            for name, partner in (("a", cls.contact_a), ("sibling", cls.contact_a_sibling), ("b", cls.client_b))
        }

    @classmethod
    def _ticket(cls, partner):
        return cls.env["helpdesk.ticket"].duret_open_request(
            {"name": f"De {partner.name}", "channel": "phone", "partner_id": partner.id}
        )

    def _seen(self, user):
        found = self.env["helpdesk.ticket"].with_user(user).search([])
        return {name for name, ticket in self.tickets.items() if ticket in found}

    def test_a_firm_shares_its_requests(self):
        self.assertEqual(self._seen(self.user_portal_a), {"a", "sibling"})
        self.assertEqual(self._seen(self.user_portal_b), {"b"})

    def test_residents_of_a_managing_agent_do_not(self):
        self.client_a.duret_portal_own_only = True
        self.assertEqual(self._seen(self.user_portal_a), {"a"})
        self.assertEqual(self._seen(self.user_portal_a_sibling), {"sibling"})
        self.assertEqual(self._seen(self.company_user), {"a", "sibling"}, "the agent itself sees them all")
        self.client_a.duret_portal_own_only = False
        self.assertEqual(self._seen(self.user_portal_a), {"a", "sibling"})

    def test_who_is_in_copy_sees_the_request(self):
        self.client_a.duret_portal_own_only = True
        self.tickets["sibling"].message_subscribe(self.contact_a.ids)
        self.assertEqual(self._seen(self.user_portal_a), {"a", "sibling"})

    def test_tables_of_the_desk_are_not_for_clients(self):
        for model in ("duret.request.question", "duret.portal.submission", "duret.access.request"):
            for user in (self.user_portal_a, self.env.ref("base.public_user")):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(self.env[model].with_user(user).has_access(operation), (model, operation))

    def test_forms_are_changed_by_managers(self):
        question = self.env["duret.request.question"].search([], limit=1)
        self.assertTrue(question.with_user(self.user_manager).has_access("write"))
        self.assertFalse(question.with_user(self.user_technician).has_access("write"))


@tagged("post_install", "-at_install")
class TestPortalAccess(DuretHttpCase):
    """« Receive my access »."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("duret_base.rate_mail", "0")
        cls.known = cls.env["res.partner"].create({"name": "Jeanne Favre", "email": "jeanne@acces.test"})

    def _ask(self, email):
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open("/web/portal_access").text)[1]
        answer = self.url_open("/web/portal_access", data={"csrf_token": csrf, "email": email})
        self.env.invalidate_all()
        return answer

    def _work(self):
        self.env["duret.access.request"].search([("state", "=", "waiting")])._invite()

    def _mails(self, email):
        domain = ["|", ("email_to", "ilike", email), ("recipient_ids.email", "ilike", email)]
        return self.env["mail.mail"].search(domain)

    def test_the_answer_tells_nothing(self):
        bodies = set()
        for email in ("jeanne@acces.test", "personne@acces.test", "duret_assistant@duret.test"):
            answer = self._ask(email)
            self.assertEqual(answer.status_code, 200)
            bodies.add(re.sub(r'csrf_token: "[^"]+"', "", answer.text))
        self.assertEqual(len(bodies), 1)
        self.assertFalse(self.known.user_ids, "nothing is done while the visitor waits")

    def test_a_contact_is_invited(self):
        self._ask(" Jeanne@Acces.test ")
        self._work()
        user = self.known.user_ids
        self.assertTrue(user.share)
        self.assertEqual(user.login, "jeanne@acces.test")
        self.assertTrue(user._is_portal())
        mail = self._mails("jeanne@acces.test")
        self.assertEqual(len(mail), 1)
        self.assertIn("/web/signup?", mail.body_html)
        self._ask("jeanne@acces.test")
        self._work()
        self.assertEqual(len(self.known.user_ids), 1, "asked again: the same account, a new link")

    def test_a_stranger_and_an_employee_get_nothing(self):
        users = self.env["res.users"].search_count([])
        self._ask("personne@acces.test")
        self._ask("duret_assistant@duret.test")
        self._work()
        states = self.env["duret.access.request"].search([], limit=2).mapped("state")
        self.assertEqual(sorted(states), ["employee", "unknown"])
        self.assertEqual(self.env["res.users"].search_count([]), users)
        self.assertFalse(self._mails("personne@acces.test") + self._mails("duret_assistant@duret.test"))

    def test_two_clicks_are_one_request(self):
        for _click in range(2):
            self._ask("jeanne@acces.test")
        self.assertEqual(self.env["duret.access.request"].search_count([("email", "=", "jeanne@acces.test")]), 1)

    def test_not_an_address(self):
        for wrong in ("", "jeanne", "a@b", "x" * 300 + "@acces.test", "<script>@x"):
            answer = self._ask(wrong)
            self.assertEqual(answer.status_code, 422, wrong)
            self.assertNotIn("<script>@x", answer.text)

    def test_it_is_limited_like_lost_passwords(self):
        self.env["ir.config_parameter"].set_param("duret_base.rate_mail", "2")
        forget_tries(self)
        self.assertEqual([self._ask(f"x{rank}@acces.test").status_code for rank in range(3)], [200, 200, 429])

    def test_nobody_signs_up_uninvited(self):
        self.assertEqual(self.env["res.users"]._get_signup_invitation_scope(), "b2b")
        page = self.url_open("/web/login").text
        self.assertIn("/web/portal_access", page)
        self.assertNotIn('href="/web/signup', page)
