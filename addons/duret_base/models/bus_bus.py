# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models, sql_db
from odoo.tools import SQL
from odoo.tools.misc import OrderedSet

from odoo.addons.bus.models.bus import ODOO_NOTIFY_FUNCTION, get_notify_payloads

CHANNELS = "bus.bus.channels"  # key of Odoo's own list of what is to be told after the transaction


def notify_processes(channel, payloads):
    """Tell the other processes of Odoo something, on the database where they all listen.

    Odoo opens a connection for each word and throws it away, which costs PostgreSQL a process: as much time as
    twenty queries. A connection under another name stays in Odoo's pool, which closes it when nobody uses it.

    :param str channel: channel of PostgreSQL
    :param list payloads: str
    """
    _name, place = sql_db.connection_info_for("postgres")
    with sql_db.Connection(sql_db._Pool, "notifications", place).cursor() as cr:
        for payload in payloads:
            cr.execute(SQL("SELECT %s(%s, %s)", SQL.identifier(ODOO_NOTIFY_FUNCTION), channel, payload))


class BusBus(models.Model):
    _inherit = "bus.bus"

    def _ensure_hooks(self):
        """Override: what is told after the transaction goes by the kept connection.

        Odoo adds its own hook only when the list of channels is not there yet.
        """
        postcommit = self.env.cr.postcommit
        if CHANNELS not in postcommit.data:
            postcommit.data[CHANNELS] = OrderedSet()

            @postcommit.add
            def tell():
                notify_processes("imbus", get_notify_payloads(list(postcommit.data.pop(CHANNELS))))

        return super()._ensure_hooks()
