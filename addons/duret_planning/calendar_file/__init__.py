"""Writes iCalendar files (RFC 5545), without Odoo."""

from .ics import CANCEL, PUBLISH, Appointment, write

__all__ = ["CANCEL", "PUBLISH", "Appointment", "write"]
