"""What a report takes out of a van.

Pure Python, without Odoo. A correction books the difference only: `difference` compares what a report says was used
with what earlier reports of the same work took already.
"""

from .decimals import decimal
from .difference import difference

__all__ = ["decimal", "difference"]
