"""Grouping visits that lie near each other into days of driving. No Odoo import."""

from .grouping import Stop, Tour, group_stops
