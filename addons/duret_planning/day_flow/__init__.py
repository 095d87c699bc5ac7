"""What becomes of a technician's day once it has begun, without Odoo."""

from .arrivals import Stop, expected_arrivals, news

__all__ = ["Stop", "expected_arrivals", "news"]
