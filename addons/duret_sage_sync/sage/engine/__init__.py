"""The exchange itself: reading, merging, sending, comparing, over the protocols `Store` and `Transport`.

>>> sorted(step for step in STEPS if step.startswith("scan."))
['scan.archived', 'scan.compared']
"""

from .decisions import carry_out, replay
from .exchange import Exchange, Settings
from .key_scan import scan_keys
from .proof import Gap, Proof, prove
from .repair import repair
from .report import Report
from .run import prove_equality, scan, sync
from .steps import STEPS, Killed

__all__ = [
    *("STEPS", "Exchange", "Gap", "Killed", "Proof", "Report", "Settings"),
    *("carry_out", "prove", "prove_equality", "repair", "replay", "scan", "scan_keys", "sync"),
]
