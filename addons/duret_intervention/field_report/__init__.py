"""The report of a visit as a document, without Odoo: what it may hold, its one text, how two versions meet.

`document` says the shape of the content and the text that is signed, `merge` puts what a phone sends onto what the
server has, `mutation` reads one operation of a phone, `phone_clock` corrects the moments of a phone whose clock is
wrong, `judgement` compares a measure with its limits.
"""

from .document import BadContent, canonical, check_change, check_content, clean, digest, essential, same_content
from .judgement import decimal_text, judge
from .merge import Change, Mark, Outcome, merge
from .mutation import BadMutation, Mutation, read_mutation
from .phone_clock import correct, order_of, parse_moment, skew_seconds, write_moment

__all__ = [
    "BadContent",
    "BadMutation",
    "Change",
    "Mark",
    "Mutation",
    "Outcome",
    "canonical",
    "check_change",
    "check_content",
    "clean",
    "correct",
    "decimal_text",
    "digest",
    "essential",
    "judge",
    "merge",
    "order_of",
    "parse_moment",
    "read_mutation",
    "same_content",
    "skew_seconds",
    "write_moment",
]
