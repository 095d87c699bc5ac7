"""From words to weighted signs: the same computation for training and for use.

A sign is a name with a prefix: `w:` stem of a word, `b:` two stems in a row, `c:` four letters of a word (typing
mistakes), `i:` idea of the lexicon, `s:`/`t:` stem and idea in the subject, `x:` what is known around the message.
"""

from functools import lru_cache
from math import log

from .lexicon import ideas_of
from .text import Message, Word

WEIGHTS = {"w": 1.0, "b": 0.8, "c": 0.35, "i": 1.6, "s": 0.9, "t": 1.2, "x": 1.5}
# Too frequent to tell anything alone; they still count in pairs (« plus de », « pas de »).
EMPTY_WORDS = frozenset(
    (
        "a ai au aux avec avez avons bien bonjour bonsoir c ca ce cela ces cet cette chez cordialement d dans"
        " de des du elle en est et ete etre eu fait il ils j je l la le les leur lui m ma madame mais me merci"
        " mes moi mon monsieur n ne nos notre nous on ont ou par pas plus pour qu que qui s sa sans se ses si"
        " son sont sur t te tres tu un une vos votre vous y"
    ).split()
)
_ENDINGS = (
    "issements issement ements ement ations ation erions eriez eraient erait erai aient ions iez ees ent"
    " ait ant ons ez er ee es e s x"
).split()


@lru_cache(maxsize=8192)
def stem(form: str) -> str:
    """A French word without its ending; never shorter than four letters.

    >>> stem("fonctionnent") == stem("fonctionne") == stem("fonctionner")
    True
    """
    if form.startswith("_") or len(form) < 5:
        return form
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            return form[: -len(ending)]
    return form


@lru_cache(maxsize=8192)
def _signs_of_word(form: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """(signs of a word of the body, its stem, its ideas)."""
    root = stem(form)
    ideas = tuple(sorted(ideas_of(form)))
    if form in EMPTY_WORDS:
        return (), root, ()
    found = [f"w:{root}", *(f"i:{idea}" for idea in ideas)]
    if not form.startswith("_"):
        padded = f" {form[:12]} "
        found += [f"c:{padded[at : at + 4]}" for at in range(len(padded) - 3)]
    return tuple(found), root, ideas


def strong_signs(form: str) -> list[str]:
    """Signs by which a model can be said to know a word: its stem and its ideas."""
    return [sign for sign in _signs_of_word(form)[0] if sign[0] in "wi"]


def signs(message: Message) -> tuple[dict[str, float], dict[str, list[Word]]]:
    """Signs of a message with their raw weights, and the words that each comes from.

    A sign seen n times weighs 1 + log(n) times its kind's weight; the subject counts as text as well.
    """
    counts: dict[str, int] = {}
    sources: dict[str, list[Word]] = {}

    def add(sign: str, *origin: Word) -> None:
        counts[sign] = counts.get(sign, 0) + 1
        sources.setdefault(sign, []).extend(origin)

    for part, of_subject in ((message.subject, True), (message.body, False)):
        before, before_root = None, ""
        for word in part:
            found, root, ideas = _signs_of_word(word.form)
            for sign in found:
                add(sign, word)
            if of_subject and found:
                add(f"s:{root}", word)
                for idea in ideas:
                    add(f"t:{idea}", word)
            if before is not None:
                add(f"b:{before_root} {root}", before, word)
            before, before_root = word, root
    for sign in message.signs:
        add(f"x:{sign}")
    weighted = {sign: WEIGHTS[sign[0]] * (1.0 + log(count)) for sign, count in counts.items()}
    return weighted, sources
