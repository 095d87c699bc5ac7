"""Loaded by a server under test (`--load`): for its Python code it is always Tuesday 24 November 2026, 10 h.

Reminders leave in working hours only; a test of their job must give the same result on a Sunday. Time goes on from
there, so that delays pass as usual. PostgreSQL's clock, which the scheduler uses, is left alone.
"""

import time
from datetime import datetime, timedelta

from odoo import fields

NOON = datetime(2026, 11, 24, 9)
_started = time.monotonic()


def _now(*_args):
    elapsed = timedelta(seconds=int(time.monotonic() - _started))
    return NOON + elapsed


fields.Datetime.now = staticmethod(_now)
