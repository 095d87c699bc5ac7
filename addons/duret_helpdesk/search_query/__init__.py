"""What a person typed in the search box: a ticket's number, a telephone number, an address, words."""

from .analysis import MAX_TEXT, MAX_WORDS, SearchQuery, analyse
from .folding import fold

__all__ = ["MAX_TEXT", "MAX_WORDS", "SearchQuery", "analyse", "fold"]
