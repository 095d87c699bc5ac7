"""What a complete report is, and how many of them come in a row. Pure Python: no Odoo."""

from .completeness import is_complete, streak

__all__ = ["is_complete", "streak"]
