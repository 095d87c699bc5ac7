"""What a client's answer to a questionnaire may hold, in plain Python: read, cleaned, judged field by field.

No Odoo import: the models ask, these functions answer. Wording stays outside: faults are codes.
"""

from .marks import read_mark
from .reading import Asked, Given, Reading, read, readable_date, readable_number
from .texts import MAX_LINE, MAX_TEXT, cleaned, is_web_address
