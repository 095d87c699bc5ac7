"""Pure packages live inside their addon; the unit tests import them by their own name, without Odoo.

The addons' folders go to the end of the path: their `models` or `tests` folders must never hide another module.
"""

import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"

for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
    folder = str(manifest.parent)
    if folder not in sys.path:
        sys.path.append(folder)
