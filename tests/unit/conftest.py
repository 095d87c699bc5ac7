"""Pure packages live inside their addon; the unit tests import them by their own name, without Odoo.

The addons' folders go to the end of the path: their `models` or `tests` folders must never hide another module.
"""

import os
import sys
from pathlib import Path

from hypothesis import settings

# A submission is judged on the same examples everywhere; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ADDONS = Path(__file__).resolve().parents[2] / "addons"

for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
    folder = str(manifest.parent)
    if folder not in sys.path:
        sys.path.append(folder)
