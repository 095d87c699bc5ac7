"""Expressions of a list found in the words of a comment."""

from collections import defaultdict

from .lexicon import NUMBERS
from .reading import is_near, once

GAP = 2  # words that may stand between two words of an expression
NEAR_FROM = 8  # letters from which a slip of one letter still lets a word be recognised
ANY_NUMBER = "#"


class Phrases:
    """A list of expressions, prepared for being looked for.

    :param fold: function (str) → str, lower case without accents
    :param rows: (category, points, expressions: see `lexicon`)
    """

    def __init__(self, fold, rows):
        self.fold = fold
        self.exact, self.starts = defaultdict(list), defaultdict(list)
        for category, points, texts in rows:
            for text in texts.split(","):
                self._add(category, points, text.strip())
        self.lengths = sorted({len(start) for start in self.starts})
        long = [(word, False) for word in self.exact] + [(word, True) for word in self.starts]
        self.long = defaultdict(list)
        for word, is_start in long:
            if len(word) >= NEAR_FROM:
                self.long[word[0]].append((word, is_start))
        self.known = {}

    def _add(self, category, points, text):
        words, tight = [], []
        for group in text.split(" "):
            for index, part in enumerate(group.split("_")):
                tight.append(index > 0)
                words.append(tuple(self._form(word) for word in part.split("|") if word))
        entry = (category, points, tuple(words), tuple(tight))
        for word in words[0]:
            table, key = (self.starts, word[:-1]) if word.endswith("*") else (self.exact, word)
            table[key].append(entry)

    def _form(self, word):
        """Compared form of a word of the list, its star kept."""
        ending = "*" if word.endswith("*") else ""
        return once(self.fold(word.removesuffix("*"))) + ending

    def find(self, tokens):
        """Expressions that stand in a comment.

        :param tokens: list of reading.Token
        :return: list of (category, points, places of the words), in the order of the comment
        """
        found = []
        for place, token in enumerate(tokens):
            for category, points, words, tight in self._begun_by(token.form):
                places = _places(tokens, place, words, tight)
                if places:
                    found.append((category, points, places))
        return found

    def _begun_by(self, form):
        """Expressions that begin with a word."""
        if form not in self.known:
            if len(self.known) > 20_000:
                self.known.clear()  # a word is looked up again rather than kept for ever
            self.known[form] = tuple(dict.fromkeys(self._look_up(form)))
        return self.known[form]

    def _look_up(self, form):
        entries = list(self.exact.get(form, ()))
        if _is_number(form):
            entries += self.exact.get(ANY_NUMBER, ())
        for length in self.lengths:
            entries += self.starts.get(form[:length], ()) if length <= len(form) else ()
        if not entries and len(form) >= NEAR_FROM - 1:
            entries += self._nearly(form)
        return entries

    def _nearly(self, form):
        """Expressions of one word that differs from a word by one letter: a slip of the finger."""
        for word, is_start in self.long.get(form[0], ()):
            cuts = {form[: len(word) + more] for more in (-1, 0, 1)} if is_start else {form}
            if any(is_near(cut, word) for cut in cuts):
                table = self.starts if is_start else self.exact
                return [entry for entry in table[word] if len(entry[2]) == 1]
        return []


def _is_number(form):
    return form.isdigit() or form in NUMBERS


def _is_word(form, alternatives):
    return any(
        form.startswith(word[:-1]) if word.endswith("*") else form == word or (word == ANY_NUMBER and _is_number(form))
        for word in alternatives
    )


def _places(tokens, first, words, tight):
    """Places of the words of an expression from its first one on, in one clause; None when it does not stand there."""
    places = [first]
    for alternatives, is_tight in zip(words[1:], tight[1:], strict=True):
        reach = 1 if is_tight else 1 + GAP
        window = range(places[-1] + 1, min(places[-1] + 1 + reach, len(tokens)))
        place = next(
            (
                place
                for place in window
                if tokens[place].clause == tokens[first].clause and _is_word(tokens[place].form, alternatives)
            ),
            None,
        )
        if place is None:
            return None
        places.append(place)
    return tuple(places)
