"""State of a contract, as it is called."""

from .words import folded

_STATES = {
    "active": ("actif", "active", "en cours", "oui", "ok", "a jour", "running"),
    "suspended": ("suspendu", "suspendue", "en pause", "pause", "en attente", "suspended"),
    "ended": ("resilie", "resiliee", "termine", "terminee", "arrete", "perdu", "non", "plus client", "ended"),
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words}


def state_of(text: str) -> str:
    """One of active, suspended and ended; "" when the word is not known.

    >>> state_of("Résilié"), state_of("En cours"), state_of("bof")
    ('ended', 'active', '')
    """
    return _STATE_OF.get(folded(text), "")
