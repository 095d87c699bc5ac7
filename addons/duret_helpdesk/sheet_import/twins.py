"""Rows of one file that are the same client."""

from collections.abc import Callable

from .columns import folded


class Twins:
    """Remembers the rows seen so far; each new one is compared only with those that share something telling.

    :param compare: gives a match with a `score`, or None (contact_match.compare)
    :param sure: score from which two rows are the same client
    """

    def __init__(self, compare: Callable, sure: int):
        self._compare = compare
        self._sure = sure
        self._seen: dict[str, list[tuple[int, object]]] = {}

    def earlier(self, number: int, sheet, ref: str = "") -> int | None:
        """The number of the first earlier row that is the same client, or None; the row is remembered.

        :param number: number of the row
        :param sheet: what is known of it, with name, phones, email, siret, zip
        :param ref: the client's code in the file, if it has one: the same code is the same client
        """
        keys = self._keys(sheet, ref)
        found = {number: known for key in keys for number, known in self._seen.get(key, ())}
        twin = next((row for row, known in sorted(found.items()) if self._same(sheet, known, ref)), None)
        for key in keys:
            kept = self._seen.setdefault(key, [])
            if len(kept) < 20:  # a switchboard's number shared by a whole street is told by the first ones
                kept.append((number, (sheet, ref)))
        return twin

    def _same(self, sheet, known, ref: str) -> bool:
        other, other_ref = known
        if ref and other_ref:
            return ref == other_ref
        match = self._compare(sheet, other)
        return match is not None and match.score >= self._sure

    def _keys(self, sheet, ref: str) -> list[str]:
        words = " ".join(sorted(folded(sheet.name).split()))
        named = {"r": ref, "s": sheet.siret, "e": sheet.email, "n": words}
        return [f"{kind}:{value}" for kind, value in named.items() if value] + [f"p:{one}" for one in sheet.phones]
