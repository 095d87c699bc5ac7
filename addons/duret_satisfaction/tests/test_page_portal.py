"""« My opinions » of a client who is logged in: his own and his firm's, nobody else's."""

from odoo.tests import tagged

from .page_case import PageCase


@tagged("post_install", "-at_install")
class TestPagePortal(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a.duret_portal_own_only = False
        cls.visit_a, cls.opinion_a = cls.make_opinion(cls.contact_a)
        _visit, cls.opinion_sibling = cls.make_opinion(cls.contact_a_sibling)

    def log_in(self, name):
        user = self.users[name]
        self.authenticate(user.login, user.login + "x" * max(0, 8 - len(user.login)))
        return user

    def mine(self, name):
        return self.env["duret.satisfaction.request"].search(
            self.env["duret.satisfaction.request"]._duret_opinions_of(self.users[name])
        )

    def test_whose_opinions_are_whose(self):
        both = self.opinion_a | self.opinion_sibling
        self.assertEqual(self.mine("portal_a"), both)
        self.assertEqual(self.mine("portal_b"), self.opinion)
        self.client_a.duret_portal_own_only = True
        self.assertEqual(self.mine("portal_a"), self.opinion_a)

    def test_the_list_and_the_card(self):
        self.log_in("portal_b")
        self.assertIn("/my/avis", self.url_open("/my").text)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["opinion_count"]})
        self.assertEqual(counters, {"opinion_count": 1})
        page = self.url_open("/my/avis").text
        self.assertIn(f"/my/avis/{self.opinion.id}", page)
        self.assertNotIn(f"/my/avis/{self.opinion_a.id}", page)
        self.assertNotIn(self.token, page)

    def test_another_clients_id_opens_nothing(self):
        self.log_in("portal_b")
        for foreign in (self.opinion_a.id, self.opinion_sibling.id, 999999):
            answer = self.url_open(f"/my/avis/{foreign}", allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(answer.headers["Location"].endswith("/my/avis"), foreign)

    def test_answering_from_the_portal(self):
        self.log_in("portal_b")
        answer = self.url_open(f"/my/avis/{self.opinion.id}", allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith(f"{self.path}?via=portal"))
        page = self.get("?via=portal")
        self.assertIn('name="via" value="portal"', page.text)
        self.url_open(self.path, data={**self.form(recommend="9"), "via": "portal"})
        self.env.invalidate_all()
        self.assertEqual((self.opinion.nps, self.opinion.source), (9, "portal"))
        self.assertIn("9", self.url_open("/my/avis").text)

    def test_a_mark_kept_at_the_first_gesture_comes_from_the_portal_too(self):
        """The page's script sends the mark before the form: the way it came is not lost by that."""
        self.log_in("portal_b")
        self.url_open(f"{self.path}/note", data={"note": "9", "via": "portal"})
        self.url_open(self.path, data={**self.form(recommend="9", comment="Merci"), "via": "portal"})
        self.env.invalidate_all()
        self.assertEqual((self.opinion.comment, self.opinion.source), ("Merci", "portal"))

    def test_a_stranger_cannot_say_that_he_is_the_portal(self):
        self.url_open(self.path, data={**self.form(recommend="9"), "via": "portal"})
        self.env.invalidate_all()
        self.assertEqual(self.opinion.source, "mail")

    def test_what_the_portal_does_not_show(self):
        for state in ("held", "skipped", "expired"):
            self.opinion.state = state
            self.assertFalse(self.mine("portal_b"), state)
        self.opinion.state = "answered"
        self.opinion.anonymised_at = "2026-01-01 00:00:00"
        self.assertFalse(self.mine("portal_b"))

    def test_clients_have_no_right_on_the_model(self):
        for name in ("portal_a", "portal_b"):
            requests = self.env["duret.satisfaction.request"].with_user(self.users[name])
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(requests.has_access(operation))

    def test_the_list_reads_as_much_for_many_as_for_few(self):
        requests = self.env["duret.satisfaction.request"]
        user = self.users["portal_b"]

        def read():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for one in requests.sudo().search(requests._duret_opinions_of(user), limit=20):
                one._duret_page_about()
                one._duret_is_open()
            return self.env.cr.sql_log_count - before

        few = read()
        for _again in range(15):
            self.make_opinion(self.client_b)
        self.assertLessEqual(read(), few)

    def test_the_link_on_the_page_of_a_visit(self):
        requests = self.env["duret.satisfaction.request"]
        self.assertEqual(requests._duret_opinion_of_visit(self.users["portal_b"], self.visit), self.opinion)
        self.assertFalse(requests._duret_opinion_of_visit(self.users["portal_a"], self.visit))
        self.opinion.expires_on = "2020-01-01"
        self.assertFalse(requests._duret_opinion_of_visit(self.users["portal_b"], self.visit))
