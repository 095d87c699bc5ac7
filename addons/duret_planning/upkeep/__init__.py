"""When a maintenance visit is due: a rhythm in months, a tolerance in weeks around each date. No Odoo import."""

from .due import DUE, LATE, LATER, UNKNOWN, Plan, add_months, after_visit, resume, standing, window
