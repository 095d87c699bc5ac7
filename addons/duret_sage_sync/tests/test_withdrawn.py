"""A quotation or a client taken back while its creation waits: on the real store, against the simulated SAGE."""

from dataclasses import replace

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sage.engine import Killed
from ..sage.errors import Unavailable
from .connections_case import ConnectionsCase
from .document_case import DocumentCase

NOT_YET = object()


@tagged("post_install", "-at_install")
class TestWithdrawn(DocumentCase):
    def setUp(self):
        super().setUp()
        self.exchanged()
        self.order = self.quotation()

    def run_with(self, **at):
        """An exchange in which something happens at named steps, once each."""

        def hook(step):
            if step in at and at[step]() is not NOT_YET:
                at.pop(step)

        steps = {name.replace("_", "."): work for name, work in at.items()}
        at.clear()
        at.update(steps)
        self.sage.clock.tick(minutes=20)
        return self.backend._sync(exchange=replace(self.backend._exchange(), hook=hook))

    def heads(self):
        return self.sage.rows("F_DOCENTETE")

    def creation(self, record=None):
        """The creation of a record of ours in the outbox."""
        record = record or self.order
        return self.env["duret.sage.operation"].search(
            [("model", "=", record._name), ("res_id", "=", record.id), ("verb", "=", "create")]
        )

    def alert(self):
        domain = [("backend_id", "=", self.backend.id), ("kind", "=", "taken_back"), ("state", "=", "open")]
        return self.env["duret.sage.alert"].search(domain)

    def lines_of(self, run, verb):
        return run.line_ids.filtered(lambda line: line.verb == verb)

    def test_cancelled_between_collecting_and_sending(self):
        run = self.run_with(push_collected=lambda: self.order.action_cancel() and None)
        self.assertEqual((run.state, self.heads()), ("done", []))
        self.assertEqual((self.creation().state, self.creation().attempts), ("withdrawn", 0))
        self.assertEqual(self.lines_of(run, "withdrawn").res_id, self.order.id)
        self.exchanged()
        self.assertFalse(self.heads() or self.alert())
        self.assertEqualSides()

    def test_cancelled_at_the_last_moment(self):
        """All is weighed: the sender asks once more when it says « being sent »."""
        self.run_with(push_weighed=lambda: self.order.action_cancel() if self.creation() else NOT_YET)
        self.assertEqual((self.creation().state, self.heads()), ("withdrawn", []))

    def test_emptied_while_it_waits_and_filled_again(self):
        self.run_with(push_collected=self.order.order_line.unlink)
        self.assertEqual((self.creation().state, self.heads()), ("withdrawn", []))
        self.exchanged()
        self.assertFalse(self.heads())
        self.order.write({"order_line": [(0, 0, {"product_id": self.cable.id, "price_unit": 70})]})
        self.exchanged()
        self.assertEqual((len(self.heads()), self.creation().state), (1, "confirmed"))
        self.assertEqualSides()

    def test_deleted_while_it_waits(self):
        def delete():
            self.order.action_cancel()
            self.order.unlink()

        run = self.run_with(push_collected=delete)
        self.assertEqual((run.state, self.heads()), ("done", []))
        self.assertFalse(self.env["duret.sage.operation"].search([("state", "=", "dead")]))

    def killed(self, step):
        def die():
            raise Killed(step)

        # no `assertRaises`: it undoes what was kept before
        try:
            self.run_with(**{step: die})
        except Killed:
            return
        self.fail("the run was not killed")

    def test_sage_has_it_and_nobody_knew(self):
        """Killed before the answer was kept, cancelled, found by its mark: bound, told, and over once both agree."""
        self.killed("push_sent")
        self.assertEqual((self.creation().state, len(self.heads())), ("sending", 1))
        self.order.action_cancel()
        run = self.exchanged()
        self.assertEqual((self.creation().state, self.creation().code), ("confirmed", "taken_back"))
        self.assertIn("SAGE", self.creation().sentence)
        self.assertEqual(self.lines_of(run, "late").res_id, self.order.id)
        self.assertEqual((len(self.heads()), self.order.state, self.heads()[0]["DO_Statut"]), (1, "cancel", 1))
        alert = self.alert()
        self.assertEqual((alert.count, len(self.backend.activity_ids)), (1, 1))
        self.assertTrue(alert.sentence)
        self.exchanged()
        self.assertEqual(self.alert(), alert)
        self.sage.delete("F_DOCENTETE", self.heads()[0]["cbMarq"])
        self.backend._scan()
        self.assertFalse(self.alert())
        self.assertEqual(alert.state, "over")

    def test_taken_up_again_the_alert_is_over(self):
        self.killed("push_sent")
        self.order.action_cancel()
        self.exchanged()
        self.assertTrue(self.alert())
        self.order.action_draft()
        self.order.action_quotation_sent()
        self.exchanged()
        self.assertFalse(self.alert())
        self.assertEqual(len(self.heads()), 1)

    def test_sage_has_it_not_and_nobody_knew(self):
        self.killed("push_searched")
        self.assertEqual(self.creation().state, "sending")
        self.order.action_cancel()
        self.exchanged()
        self.assertEqual((self.creation().state, self.heads()), ("withdrawn", []))
        self.assertFalse(self.alert())

    def test_what_was_withdrawn_hinders_no_deletion_and_keeps_its_mark(self):
        self.killed("push_searched")
        self.order.action_cancel()
        self.exchanged()
        operation = self.creation()
        self.order.unlink()
        self.assertEqual(operation.exists().state, "withdrawn")

    def test_a_client_who_is_put_aside_while_he_waits(self):
        self.backend.pushed_clients = "all"
        self.backend.brake_minimum = 100_000
        client = self.env["res.partner"].create({"name": "Éphémère (tests)"})
        self.run_with(push_collected=lambda: client.action_archive() and None)
        self.assertEqual(self.creation(client).state, "withdrawn")
        self.assertNotIn("Éphémère (tests)", [row["CT_Intitule"] for row in self.sage.rows("F_COMPTET")])

    def test_the_same_number_of_questions_for_one_and_for_fifty(self):
        desk = self.env["duret.sage.desk"]._of("document")
        names = [f"sale.order:{order.id}" for order in self.order | self.order.copy() | self.order.copy()]
        counts = []
        for ids in (names[:1], names):
            self.env.flush_all()
            before = self.cr.sql_log_count
            unwanted = desk._unwanted(self.backend, ids)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1])
        self.assertEqual(unwanted, set(names[1:]), "drafts")


@tagged("post_install", "-at_install")
class TestWithdrawnRivals(ConnectionsCase):
    """The question and « being sent » are one transaction: whoever puts a client aside comes before it or after it."""

    def setUp(self):
        super().setUp()
        self.cr1.execute("UPDATE duret_sage_backend SET pushed_clients = 'all' WHERE id = %s", [self.made])
        self.client = self.store.env["res.partner"].create({"name": "Rival"}).id
        self.cr1.commit()  # pylint: disable=invalid-commit
        self.addCleanup(self.forget_client)

    def forget_client(self):
        self.cr1.rollback()
        self.cr2.rollback()
        with self.opened() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["res.partner"].browse(self.client).unlink()
            cr.commit()  # pylint: disable=invalid-commit

    def put_aside(self, cr):
        cr.execute("UPDATE res_partner SET active = FALSE WHERE id = %s", [self.client])

    def asked(self):
        return self.store.unwanted("client", [str(self.client)])

    def test_nobody_puts_him_aside_while_he_is_marked(self):
        with self.store.transaction():
            self.assertEqual(self.asked(), set())
            with self.assertRaises(psycopg2.errors.LockNotAvailable), mute_logger("odoo.sql_db"):
                self.put_aside(self.cr2)
            self.cr2.rollback()
        self.put_aside(self.cr2)
        self.cr2.commit()  # pylint: disable=invalid-commit
        with self.store.transaction():
            self.assertEqual(self.asked(), {str(self.client)})

    def test_whoever_is_putting_him_aside_goes_first(self):
        self.put_aside(self.cr2)
        with mute_logger("odoo.sql_db"), self.assertRaises(Unavailable) as raised, self.store.transaction():
            self.asked()
        self.assertEqual(raised.exception.code, "busy")
        self.cr2.commit()  # pylint: disable=invalid-commit
        with self.store.transaction():
            self.assertEqual(self.asked(), {str(self.client)})
