"""Reading people's spreadsheets: clients and history kept by hand for years, in .xlsx or .csv.

No Odoo import. Three steps, each with its own module: the file becomes rows (`reading`, `workbook`, `csv_file`),
headers become fields (`columns`), cells become clean values with what is wrong with them (`cleaning`, `values`).
Wording stays outside: faults are codes.
"""

from .cleaning import CLIENTS, HISTORY, KINDS, Entry, clean_row, row_key
from .columns import FIELDS, folded, guess
from .faults import SheetError
from .reading import MAX_BYTES, MAX_ROWS, Row, Table, read_table
from .twins import Twins
