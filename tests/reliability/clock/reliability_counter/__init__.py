"""Loaded by a server under test (`--load`): each batch of a job writes its number of statements in the log."""

import logging

from odoo.addons.base.models.ir_cron import IrCron

_logger = logging.getLogger(__name__)
_commit = IrCron._commit_progress
_seen = {}


def _counted(self, processed=0, **options):
    result = _commit(self, processed, **options)
    count = self.env.cr.sql_log_count
    _logger.info("BATCH %s rows %s statements", processed, count - _seen.get(self.env.cr, 0))
    _seen.clear()
    _seen[self.env.cr] = count
    return result


IrCron._commit_progress = _counted
