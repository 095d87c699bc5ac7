"""Which telephone call keeps the promise to call somebody back. No Odoo in here."""

from .promise import Call, Promise, call_that_keeps, keeps

__all__ = ["Call", "Promise", "call_that_keeps", "keeps"]
