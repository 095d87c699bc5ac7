"""Which side may move a quotation from what to what, both ways.

SAGE knows three states of a quotation (DO_Statut): typed, confirmed, accepted. Ours has a fourth one, cancelled: it
does not travel as long as SAGE's is not accepted, since SAGE has no word for it.

| from \\ to | typed 0 | confirmed 1 | accepted 2 | cancelled (ours only) |
|---|---|---|---|---|
| typed 0 | - | both | both | ours |
| confirmed 1 | both | - | both | ours |
| accepted 2 | nobody | nobody | - | nobody |
| cancelled | ours | ours | nobody | - |

« Nobody »: on the other side the quotation has gone further (a visit is planned, an order is typed), or the other side
has no such state. Such a move becomes a conflict: a person decides, nothing is written before.
"""

from .records import ORDER, QUOTATION

TYPED, CONFIRMED, ACCEPTED = "0", "1", "2"
CANCELLED = "cancel"
STATES = (TYPED, CONFIRMED, ACCEPTED, CANCELLED)
_OPEN = frozenset({TYPED, CONFIRMED})
# What one side has done is carried over to the other, which stands in the first state
_CARRIED = frozenset({(TYPED, CONFIRMED), (TYPED, ACCEPTED), (CONFIRMED, TYPED), (CONFIRMED, ACCEPTED)})


def told(state: str) -> str:
    """Read a state: not told counts as typed.

    >>> told(""), told("2")
    ('0', '2')
    """
    return state or TYPED


def same(one: str, other: str) -> bool:
    """Tell whether two states say the same; a quotation that ours has cancelled is one SAGE has not accepted.

    >>> same("cancel", "1"), same("cancel", "2"), same("", "0")
    (True, False, True)
    """
    pair = {told(one), told(other)}
    return len(pair) == 1 or (CANCELLED in pair and bool(pair & _OPEN))


def may_move(before: str, after: str) -> bool:
    """Tell whether a side that stands in a state may be brought to another because the other side is there.

    >>> may_move("1", "2"), may_move("2", "0"), may_move("cancel", "2")
    (True, False, False)
    """
    return same(before, after) or (told(before), told(after)) in _CARRIED


def may_become(kind_before: str, kind_after: str, state: str) -> bool:
    """Tell whether our document may follow a transformation of SAGE's: a quotation that we have cancelled may not.

    :param kind_before: of ours
    :param kind_after: of SAGE's
    :param state: of ours

    >>> may_become("quotation", "order", "1"), may_become("quotation", "invoice", "cancel")
    (True, False)
    """
    if kind_before == kind_after:
        return True
    return not (kind_before in (QUOTATION, ORDER, "") and state == CANCELLED)
