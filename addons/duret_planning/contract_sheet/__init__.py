"""Reading the spreadsheet of maintenance contracts that a technician has kept by hand. No Odoo import.

The cells come as texts (`duret_helpdesk.sheet_import` opens the file); here headers become fields (`columns`), texts
become dates, periods and equipment, and whatever is not certain becomes a doubt with the words that caused it.
A doubt is never resolved by a guess. Wording stays outside: doubts and notes are codes.
"""

from .book import ORIGIN, colours_in, legend_cells, origin_in, write_book
from .changes import EDITABLE, IDENTITY, canonical, changed_cells
from .colours import MEANINGS, legend_of, plain_colour
from .columns import FIELDS, meanings
from .dates import Reading, read_date
from .equipment import join_equipment, split_equipment
from .quantities import read_minutes, read_months, read_weeks
from .rows import Entry, Found, client_key, contract_key, row_kind, understand
from .states import state_of
from .words import folded
