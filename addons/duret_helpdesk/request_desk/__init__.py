"""Rules of the client's request desk, in plain Python: what a form may carry, which files, how far a request is.

No Odoo import: the models and pages ask, these functions answer. Wording stays outside: refusals are codes.
"""

from .answers import Answer, Question, read_answers, title_of
from .files import MAX_COUNT, MAX_FILE, MAX_TOTAL, CleanFile, Refusal, clean_file, clean_files, refused_by_size
from .progress import Step, steps
