"""How long what was exchanged is kept, and what stays so that nothing is ever exchanged twice."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestSageKept(DocumentCase):
    def setUp(self):
        super().setUp()
        self.exchanged()
        self.order = self.quotation()
        self.exchanged()
        self.now = fields.Datetime.now()

    def vacuum(self, days):
        """The nightly cleaning, some days later."""
        self.env.flush_all()
        with freeze_time(self.now + timedelta(days=days)):
            return {
                name: self.env[f"duret.sage.{name}"].__getattribute__(method)()
                for name, method in (
                    ("inbox", "_gc_done"),
                    ("operation", "_gc_contents"),
                    ("conflict", "_gc_settled"),
                    ("rejection", "_gc_seen"),
                    ("run", "_gc_runs"),
                )
            }

    def rows(self, name, **values):
        domain = [("backend_id", "=", self.backend.id), *((key, "=", value) for key, value in values.items())]
        return self.env[f"duret.sage.{name}"].search(domain)

    def creation(self):
        return self.rows("operation", verb="create", entity="document")

    def test_what_was_sent_is_emptied_and_still_happens_once(self):
        """The key keeps the effect from being stored twice, the mark says whose SAGE's record is."""
        operation = self.creation()
        self.assertTrue(operation.payload and operation.lines)
        self.vacuum(89)
        self.assertTrue(operation.payload)
        self.vacuum(91)
        self.assertEqual((operation.payload, operation.lines, operation.detail), ({}, False, False))
        self.assertTrue(operation.idempotency and operation.mark and operation.forgotten_at)
        # SAGE's record comes as if it had never been seen: its mark binds it to the same order, nothing is made twice
        self.rows("binding", entity="document").unlink()
        self.rows("cursor").unlink()
        self.exchanged()
        self.assertEqual(len(self.sage.rows("F_DOCENTETE")), 1)
        self.assertEqual(self.rows("binding", entity="document").res_id, self.order.id)

    def test_what_is_under_way_is_kept_whole(self):
        operation = self.creation()
        for state in ("pending", "sending", "sent", "dead"):
            operation.write({"state": state, "next_try": self.now})
            self.vacuum(400)
            self.assertTrue(operation.payload, state)

    def test_each_company_says_how_long(self):
        self.backend.kept_days = 10
        self.vacuum(9)
        self.assertTrue(self.creation().payload and self.rows("inbox", state="done"))
        self.vacuum(11)
        self.assertFalse(self.creation().payload or self.rows("inbox", state="done"))
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.env.cr.savepoint():  # noqa: B017
            self.backend.kept_days = 0
            self.env.flush_all()

    def test_settled_conflicts_and_seen_lines_go_and_others_stay(self):
        place = {"backend_id": self.backend.id, "entity": "client"}
        conflict = {**place, "field": "city", "ours": "a", "theirs": "b", "reason": "both_changed"}
        conflicts = self.env["duret.sage.conflict"].create(
            [
                {**conflict, "key": "1", "state": "settled", "settled_at": self.now},
                {**conflict, "key": "2"},
                {**conflict, "key": "3", "state": "settled", "settled_at": self.now + timedelta(days=10)},
            ]
        )
        lines = self.env["duret.sage.rejection"].create(
            [
                {**place, "line": 1, "code": "shifted", "raw": "Favre;Jean", "seen_at": self.now},
                {**place, "line": 2, "code": "shifted", "raw": "Favre;Jean"},
            ]
        )
        self.vacuum(89)
        self.assertEqual((conflicts.exists(), lines.exists()), (conflicts, lines))
        self.vacuum(91)
        self.assertEqual((conflicts.exists(), lines.exists()), (conflicts[1:], lines[1:]))

    def test_the_journal_goes_but_for_the_last_of_each_kind(self):
        self.backend._prove()
        old = self.rows("run")
        last = {kind: self.rows("run", kind=kind, state="done")[:1] for kind in ("sync", "proof")}
        self.vacuum(91)
        self.assertEqual(old.exists(), last["sync"] | last["proof"])
        self.assertTrue(last["proof"].proof_ids)
        self.backend._review_alerts()

    def test_a_batch_at_a_time(self):
        with freeze_time(self.now + timedelta(days=91)):
            self.assertEqual(self.rows("inbox")._gc_done(limit=1), (1, True))
            self.assertEqual(self.rows("operation")._gc_contents(limit=1)[0], 1)
            left = self.rows("inbox", state="done")
            self.assertEqual(left._gc_done(limit=1000), (len(left), False))
            while self.env["duret.sage.operation"]._gc_contents(limit=1)[1]:
                continue
        self.assertFalse(self.rows("operation", state="confirmed", forgotten_at=False))
