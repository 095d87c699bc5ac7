"""Rules at the door of the suite, in plain Python: what a request may carry, how often, and for how long.

No Odoo import: the models ask, these functions answer.
"""
