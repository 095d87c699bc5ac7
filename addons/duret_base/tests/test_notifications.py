# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import select

import psycopg2

from odoo import sql_db
from odoo.tests import TransactionCase, tagged

PATIENCE = 5  # seconds


@tagged("post_install", "-at_install")
class TestNotifications(TransactionCase):
    """What one process tells the others arrives, and costs no connection each time."""

    def setUp(self):
        super().setUp()
        _name, place = sql_db.connection_info_for("postgres")
        self.listener = psycopg2.connect(**place)
        self.addCleanup(self.listener.close)
        self.listener.autocommit = True
        with self.listener.cursor() as cr:
            cr.execute("LISTEN imbus; LISTEN cron_trigger")

    def heard(self):
        """What was told about this database since the last call: (channel, payload, process of PostgreSQL)."""
        while select.select([self.listener], [], [], PATIENCE)[0]:
            self.listener.poll()
            mine = [note for note in self.listener.notifies if self.env.cr.dbname in note.payload]
            self.listener.notifies.clear()
            if mine:
                return [(note.channel, note.payload, note.pid) for note in mine]
        return []

    def test_the_bus_and_the_scheduler_are_told_by_one_connection(self):
        pids = set()
        for number in range(3):
            self.env["bus.bus"]._sendone(f"essai-{number}", "essai", {})
            self.env["bus.bus"]._sendone(f"essai-{number}-bis", "essai", {})
            self.env.cr.postcommit.run()
            ((channel, payload, pid),) = self.heard()
            self.assertEqual(channel, "imbus")
            names = [name for _database, name in json.loads(payload)]
            self.assertEqual(names, [f"essai-{number}", f"essai-{number}-bis"])
            self.env["ir.cron"]._notifydb()
            ((channel, payload, other_pid),) = self.heard()
            self.assertEqual((channel, payload), ("cron_trigger", self.env.cr.dbname))
            pids |= {pid, other_pid}
        self.assertEqual(len(pids), 1)

    def test_a_lost_connection_is_replaced(self):
        self.env["ir.cron"]._notifydb()
        ((_channel, _payload, pid),) = self.heard()
        with self.listener.cursor() as cr:
            cr.execute("SELECT pg_terminate_backend(%s)", [pid])
        self.env["ir.cron"]._notifydb()
        ((_channel, _payload, other_pid),) = self.heard()
        self.assertNotEqual(pid, other_pid)
