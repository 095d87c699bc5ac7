"""Loaded by a server under test (`--load`): for its Python code it is always Tuesday 24 November 2026, 10 h.

Reminders leave in working hours only; a test of their job must give the same result on a Sunday. Time goes on from
there, so that delays pass as usual. PostgreSQL's clock, which the scheduler uses, is left alone. RELIABILITY_CLOCK
(UTC) chooses another moment.
"""

import os
import time
from datetime import datetime, timedelta

from odoo import fields

NOON = datetime.fromisoformat(os.environ.get("RELIABILITY_CLOCK", "2026-11-24 09:00:00"))
_started = time.monotonic()


def _now(*_args):
    elapsed = timedelta(seconds=int(time.monotonic() - _started))
    return NOON + elapsed


fields.Datetime.now = staticmethod(_now)
