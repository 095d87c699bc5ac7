import email
import xmlrpc.client
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..mailroom.trace import Trace
from ..models.mail_thread import TRACE_KEY
from .common import MailGatewayCase, eml

GATEWAY_LOG = "odoo.addons.duret_helpdesk.models.duret_mail_gateway"


@tagged("post_install", "-at_install", "duret_mail")
class TestMailInbox(MailGatewayCase):
    def assert_outcome(self, row, state, reason=False):
        self.assertEqual((row.state, row.reason), (state, reason), row.detail)
        self.assertEqual(len(row._raw()), row.size, "the original is kept")

    # -- raw first ----------------------------------------------------------------------------------------------

    def test_the_stored_message_is_the_received_one(self):
        raw = eml()
        row = self.receive(raw)
        self.assertEqual(row._raw(), raw)
        self.assertEqual(row.size, len(raw))
        self.assertEqual(row.sender_email, "jeanne@client.example")

    def test_str_bytes_and_xmlrpc_binary_are_the_same_message(self):
        raw = eml()
        row = self.receive(raw)
        self.env["mail.thread"].message_process("", xmlrpc.client.Binary(raw))
        self.env["mail.thread"].message_process("", raw.decode())
        row.invalidate_recordset()
        self.assertEqual(row.deliveries, 3)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([("name", "=", "Panne")]), 1)

    def test_same_bytes_without_message_id_make_one_ticket(self):
        raw = eml(message_id=None)
        row = self.receive(raw)
        again = self.receive(raw)
        self.assertEqual(row, again)
        self.assertEqual(
            self.env["helpdesk.ticket"].search_count([("partner_id", "=", row.ticket_id.partner_id.id)]), 1
        )

    def test_same_message_id_other_bytes_is_a_recorded_duplicate(self):
        first = self.receive(eml(message_id="<meme@x>"))
        second = self.receive(eml("Autre texte", message_id="<meme@x>"))
        self.assert_outcome(second, "duplicate", "same_message_id")
        self.assertEqual(second.original_id, first)

    def test_database_refuses_a_second_row_of_the_same_message(self):
        row = self.receive(eml())
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            row.copy({"message_id": False})
            self.env.flush_all()

    @mute_logger(GATEWAY_LOG)
    def test_a_crash_after_storing_is_finished_by_the_scheduled_task(self):
        raw = eml()
        inbox_id, _new = self.env["duret.mail.gateway"]._store(raw, {})
        row = self.env["duret.mail.inbox"].browse(inbox_id)
        self.assertEqual(row.state, "received")
        row.received_at = fields.Datetime.now() - timedelta(minutes=10)
        self.env.flush_all()
        self.env.ref("duret_helpdesk.ir_cron_deliver_left_behind").method_direct_trigger()
        row.invalidate_recordset()
        self.assert_outcome(row, "ticket")

    def test_a_crash_after_storing_is_finished_by_redelivery(self):
        raw = eml()
        self.env["duret.mail.gateway"]._store(raw, {})
        self.assert_outcome(self.receive(raw), "ticket")

    def test_a_message_that_keeps_killing_its_delivery_is_set_aside(self):
        inbox_id, _new = self.env["duret.mail.gateway"]._store(eml(), {})
        row = self.env["duret.mail.inbox"].browse(inbox_id)
        for _attempt in range(5):
            self.env["duret.mail.gateway"]._in_transaction(row.id, "_retry_left_behind")
        row.invalidate_recordset()
        self.assert_outcome(row, "quarantined", "interrupted")

    # -- quarantine ---------------------------------------------------------------------------------------------

    def test_mistyped_address_waits_for_a_person(self):
        self.assert_outcome(self.receive(eml(to="servise-cliant@essai.example")), "quarantined", "no_route")

    def test_blind_copy_waits_for_a_person(self):
        self.assert_outcome(self.receive(eml(to="undisclosed-recipients:;")), "quarantined", "no_route")

    def test_empty_messages_wait_for_a_person(self):
        self.assert_outcome(self.receive(b""), "quarantined", "empty")
        self.assert_outcome(self.receive(eml("", subject=None)), "quarantined", "empty")

    def test_too_big_waits_for_a_person(self):
        self.company.duret_mail_size_limit = 1
        big = eml(files=[("photo.jpg", b"x" * 1024 * 1024, "image/jpeg")])
        self.assert_outcome(self.receive(big), "quarantined", "too_big")

    def test_encrypted_waits_for_a_person(self):
        raw = eml().replace(b"text/plain", b"application/pkcs7-mime")
        self.assert_outcome(self.receive(raw), "quarantined", "encrypted")

    def test_without_sender_waits_for_a_person(self):
        raw = b"\r\n".join(line for line in eml().split(b"\r\n") if not line.startswith(b"From:"))
        self.assert_outcome(self.receive(raw), "quarantined", "no_sender")

    def test_writing_to_the_catchall_waits_for_a_person_and_nobody_is_mailed(self):
        catchall = self.company.alias_domain_id.catchall_email
        self.assert_outcome(self.receive(eml(to=catchall)), "quarantined", "refused")
        self.assertFalse(self.sent)

    @mute_logger(GATEWAY_LOG)
    def test_nul_and_unknown_charset_are_repaired(self):
        for change in (
            (b"Subject: Panne", b"Subject: Pan\x00ne"),
            (b"Bonjour", b"Bon\x00jour"),
            (b'charset="utf-8"', b'charset="klingon-8"'),
        ):
            raw = eml().replace(*change)
            self.assertIn(change[1], raw)
            row = self.receive(raw)
            self.assert_outcome(row, "ticket")
            self.assertEqual(row.ticket_id.name, "Panne")
            self.assertIn("plus de courant", row.ticket_id.description)
            self.assertEqual(row._raw(), raw)

    @mute_logger(GATEWAY_LOG)
    def test_an_exception_quarantines_and_does_not_reach_the_fetcher(self):
        def broken(*_args, **_kwargs):
            raise ZeroDivisionError("essai")

        self.patch(type(self.env["helpdesk.ticket"]), "message_new", broken)
        row = self.receive(eml())
        self.assert_outcome(row, "quarantined", "unreadable")
        self.assertIn("ZeroDivisionError", row.detail)
        self.assertEqual(self.team.alias_id.alias_status, "not_tested")
        self.assertFalse(self.sent, "the client is not told that the message was lost: it is not")

    # -- what people do -----------------------------------------------------------------------------------------

    def test_replay_after_the_cause_is_gone(self):
        row = self.receive(eml(to="nouveau@essai.example"))
        self.env["mail.alias"].create(
            {
                "alias_name": "nouveau",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "alias_defaults": str({"team_id": self.team.id}),
            }
        )
        self.env.flush_all()
        row.with_user(self.assistant).action_replay()
        row.invalidate_recordset()
        self.assert_outcome(row, "ticket")

    @mute_logger(GATEWAY_LOG)
    def test_create_the_ticket_works_on_anything(self):
        bounce = eml(sender="MAILER-DAEMON@mx.example", subject="Undelivered")
        shapes = [
            b"",
            b"\x00\xff\xfe garbage \x80",
            eml(to="ailleurs@essai.example"),
            eml().replace(b"text/plain", b"application/pkcs7-mime"),
            eml(list_id="<lettre.example>"),
            eml("Bonjour", auto_submitted="auto-replied"),
            bounce,
        ]
        for raw in shapes:
            row = self.receive(raw)
            self.assertIn(row.state, ("quarantined", "suppressed"), raw[:60])
            action = row.with_user(self.assistant).action_create_ticket()
            row.invalidate_recordset()
            self.assert_outcome(row, "ticket")
            self.assertEqual(action["res_id"], row.ticket_id.id)
            self.assertEqual(row.ticket_id.team_id, self.team)
        self.assertFalse(self.sent, "nothing is acknowledged")

    def test_create_the_ticket_of_a_duplicate(self):
        first = self.receive(eml(message_id="<double@x>"))
        second = self.receive(eml("Autre panne", message_id="<double@x>"))
        second.with_user(self.assistant).action_create_ticket()
        self.env.invalidate_all()
        self.assertTrue(second.ticket_id)
        self.assertNotEqual(second.ticket_id, first.ticket_id)

    def test_a_truncated_copy_in_quarantine_does_not_block_the_full_message(self):
        raw = eml(message_id="<coupe@x>")
        cut = raw.replace(b"To: service-client", b"To: srv")
        self.assert_outcome(self.receive(cut), "quarantined", "no_route")
        self.assert_outcome(self.receive(raw), "ticket")

    def test_discard_keeps_reason_and_original(self):
        row = self.receive(eml(to="x@essai.example"))
        row.with_user(self.assistant).action_dismiss()
        row.invalidate_recordset()
        self.assert_outcome(row, "dismissed", "no_route")

    def test_a_delivered_message_is_not_handled_again(self):
        row = self.receive(eml())
        for button in ("action_replay", "action_create_ticket", "action_dismiss"):
            with self.assertRaises(UserError):
                getattr(row.with_user(self.assistant), button)()

    # -- rights -------------------------------------------------------------------------------------------------

    def test_only_assistants_read_and_handle(self):
        row = self.receive(eml(to="x@essai.example"))
        self.assertTrue(row.with_user(self.assistant).preview)
        technician = new_test_user(self.env, "tech.essai", groups="duret_base.group_technician")
        portal = new_test_user(self.env, "portail.essai", groups="base.group_portal")
        for user in (technician, portal):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["subject"])
            for button in ("action_replay", "action_create_ticket", "action_dismiss"):
                with self.assertRaises(AccessError):
                    getattr(row.with_user(user), button)()

    def test_reading_the_log_is_not_enough_to_handle_mail(self):
        row = self.receive(eml(to="x@essai.example"))
        technician = new_test_user(self.env, "lecteur.essai", groups="duret_base.group_technician")
        self.env["ir.model.access"].create(
            {
                "name": "essai",
                "model_id": self.env["ir.model"]._get_id("duret.mail.inbox"),
                "group_id": self.env.ref("duret_base.group_technician").id,
                "perm_read": True,
            }
        )
        self.assertEqual(row.with_user(technician).subject, "Panne")
        for button in ("action_replay", "action_create_ticket", "action_dismiss"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(technician), button)()

    def test_a_failed_delivery_does_not_mark_the_alias_invalid(self):
        alias = self.team.alias_id.with_context(**{TRACE_KEY: Trace("<x@y>", "jeanne@client.example")})
        alias._alias_bounce_incoming_email(email.message_from_bytes(eml()), {"email_from": "jeanne@client.example"})
        self.assertNotEqual(alias.alias_status, "invalid")

    def test_nobody_changes_a_stored_message(self):
        row = self.receive(eml())
        for operation in ("write", "create", "unlink"):
            self.assertFalse(row.with_user(self.assistant).has_access(operation))

    def test_injecting_mail_needs_a_gateway_account(self):
        for group in ("base.group_portal", "base.group_user", "duret_base.group_assistant"):
            user = new_test_user(self.env, f"injecteur.{group}", groups=group)
            with self.assertRaises(AccessError):
                self.env["mail.thread"].with_user(user).message_process("", eml())

    # -- retention ----------------------------------------------------------------------------------------------

    def test_retention_deletes_handled_messages_only(self):
        old, waiting = self.receive(eml()), self.receive(eml(to="x@essai.example"))
        recent = self.receive(eml("Autre"))
        (old + waiting).received_at = fields.Datetime.now() - timedelta(days=400)
        self.env["duret.mail.inbox"]._gc_old_messages()
        self.assertEqual((old + waiting + recent).exists(), waiting + recent)
        self.company.duret_mail_retention_days = 0
        self.assertEqual(self.env["duret.mail.inbox"]._gc_old_messages(), (0, 0))

    # -- files and images ---------------------------------------------------------------------------------------

    def test_dangerous_files_are_kept_under_harmless_names_and_types(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        files = [
            ("../../etc/cron.d/x.svg", svg, "image/svg+xml"),
            ("page.html", b"<html><script>1</script></html>", "text/html"),
            ("devis.exe", b"MZ\x90", "application/octet-stream"),
            ("plan.pdf", b"%PDF-1.4", "application/pdf"),
        ]
        ticket = self.receive_ticket(eml(files=files))
        types = {file.name: file.mimetype for file in ticket.attachment_ids}
        self.assertEqual(set(types), {"x.svg", "page.html", "devis.exe", "plan.pdf"})
        self.assertEqual(types["plan.pdf"], "application/pdf")
        for name in ("x.svg", "page.html", "devis.exe"):
            self.assertEqual(types[name], "application/octet-stream", name)
        content = {file.name: file.raw for file in ticket.attachment_ids}
        self.assertEqual(content["x.svg"], svg)

    def test_remote_images_are_not_loaded(self):
        html = '<p>Bonjour <img src="https://traceur.example/p.gif?id=1" alt="logo"></p><script>alert(1)</script>'
        row = self.receive(eml(html=html))
        shown = "".join(map(str, [row.ticket_id.description, *row.ticket_id.message_ids.mapped("body")]))
        self.assertNotIn("traceur.example", shown)
        self.assertNotIn("<script", shown)
        self.assertNotIn("&lt;", shown)
        self.assertIn("logo", shown)
        self.assertEqual(row.blocked_images, 1)
        self.assertIn(b"traceur.example", row._raw())

    # -- brakes -------------------------------------------------------------------------------------------------

    def test_sixth_ticket_of_the_hour_waits_and_the_next_hour_is_open(self):
        with freeze_time("2026-03-02 10:00:00") as clock:
            rows = [self.receive(eml(f"Message {number}")) for number in range(7)]
            self.assertEqual([row.state for row in rows], ["ticket"] * 5 + ["quarantined"] * 2)
            self.assertEqual(rows[-1].reason, "too_many")
            clock.move_to("2026-03-02 11:00:01")
            self.assert_outcome(self.receive(eml("Une heure après")), "ticket")

    def test_replay_lets_a_person_through_the_brake(self):
        self.company.duret_mail_ticket_limit = 1
        self.receive(eml())
        row = self.receive(eml("Autre panne"))
        self.assert_outcome(row, "quarantined", "too_many")
        row.with_user(self.assistant).action_replay()
        row.invalidate_recordset()
        self.assert_outcome(row, "ticket")
