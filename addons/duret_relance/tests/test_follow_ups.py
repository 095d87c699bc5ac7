"""The lists of what has to be chased: who sees what, and on which day."""

from freezegun import freeze_time

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestFollowUps(DuretCase):
    """Activities on a client, as an assistant plans them."""

    def _plan(self, user, kind="mail_activity_type_follow_up", **values):
        """Plan an activity on client A for a user."""
        return self.client_a.with_user(user).activity_schedule(f"duret_relance.{kind}", user_id=user.id, **values)

    def _listed(self, action_name, user):
        """Activities that an action lists for a user, its default filters left out."""
        action = self.env["ir.actions.act_window"]._for_xml_id(f"duret_relance.{action_name}")
        domain = safe_eval(action["domain"] or "[]", {"uid": user.id})
        return self.env["mail.activity"].with_user(user).search(domain)

    @freeze_time("2026-11-23 09:00:00")
    def test_delay_of_each_kind(self):
        """A follow-up is due a week later, a call back the next day."""
        for kind, expected in (("follow_up", "2026-11-30"), ("call_back", "2026-11-24")):
            form = Form(self.env["mail.activity"].with_context(default_res_model="res.partner", default_res_id=1))
            form.activity_type_id = self.env.ref(f"duret_relance.mail_activity_type_{kind}")
            self.assertEqual(str(form.date_deadline), expected)

    def test_list_of_the_team(self):
        """The assistant sees what others planned, too."""
        planned = self._plan(self.user_assistant) | self._plan(self.user_manager)
        self.assertLessEqual(planned, self._listed("mail_activity_action_team", self.user_assistant))

    def test_own_list(self):
        """« My follow-ups » holds one's own only."""
        mine, other = self._plan(self.user_assistant), self._plan(self.user_manager)
        listed = self._listed("mail_activity_action_mine", self.user_assistant)
        self.assertIn(mine, listed)
        self.assertNotIn(other, listed)

    def test_menus_by_role(self):
        """The team's list is for those who answer clients; one's own list for everybody inside."""
        team = self.env.ref("duret_relance.mail_activity_menu_team").id
        mine = self.env.ref("duret_relance.mail_activity_menu_mine").id
        expected = {
            "assistant": {team, mine},
            "manager": {team, mine},
            "technician": {mine},
            "direction": {mine},
        }
        for role, menus in expected.items():
            with self.subTest(role=role):
                visible = self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
                self.assertEqual({team, mine} & set(visible), menus)

    def test_done_leaves_the_list(self):
        """What is done is chased no more."""
        activity = self._plan(self.user_assistant)
        activity.with_user(self.user_assistant).action_feedback(feedback="Client recalled")
        self.assertNotIn(activity, self._listed("mail_activity_action_team", self.user_assistant))

    def test_list_opens(self):
        """The list's view can be read by every role that has it (a field may not exist for one of them)."""
        view = self.env.ref("duret_relance.mail_activity_view_list")
        for role in ("assistant", "technician", "direction"):
            with self.subTest(role=role):
                arch = self.env["mail.activity"].with_user(self.users[role]).get_view(view.id, "list")["arch"]
                self.assertIn("date_deadline", arch)
