"""Three versions of a record meet, field by field: what both sides last agreed on, ours, and theirs (SAGE's).

Everything is compared in projected space (`projection`). The verdict of a field:

| base, ours, theirs | shared | SAGE's | ours |
|---|---|---|---|
| ours = theirs | agreed | agreed | agreed |
| only theirs changed | apply | apply | push |
| only ours changed | push | apply (restored) | push |
| both changed, differently | conflict | apply | push |
| never agreed, one side empty | the other side's | the other side's | push |
| never agreed, both filled | conflict | apply | push |

States of quotations move by the table of `transitions`: a move that is not in it is a conflict whoever owns the field.

Nothing is remembered between two merges but the base, so that merging again gives the same verdicts, and a decision of
a person is nothing but a new base. A field that one side does not tell takes no part.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .mapping import AMOUNTS, LINES, ODOO, READ_ONLY, SAGE, UNITS
from .projection.amounts import to_decimal
from .records import DOCUMENT, QUOTATION, Line
from .transitions import may_become, may_move, same

CENT = Decimal("0.01")
AGREED, APPLY, PUSH, CLASH = "agreed", "apply", "push", "clash"
Values = Mapping[str, str]
OwnerOf = Callable[[str], str]


@dataclass(slots=True)
class Side:
    """One version of a record, projected.

    :ivar lines: None when they are not told
    """

    values: Values
    lines: tuple[Line, ...] | None = None


@dataclass(slots=True)
class Outcome:
    """What is to be done.

    :ivar apply: fields to write on our side
    :ivar push: fields to write into SAGE
    :ivar base: the new base; a field in conflict keeps its old one
    :ivar clashes: field -> (base or None, ours, theirs)
    :ivar restored: fields that our side changed and SAGE owns: SAGE's value comes back
    :ivar apply_lines, push_lines: lines to write, None when they do not change
    :ivar base_lines: new base of the lines, None when never agreed on
    """

    base: dict[str, str]
    base_lines: tuple[Line, ...] | None = None
    apply: dict[str, str] = field(default_factory=dict)
    push: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, tuple[str | None, str, str]] = field(default_factory=dict)
    restored: list[str] = field(default_factory=list)
    apply_lines: tuple[Line, ...] | None = None
    push_lines: tuple[Line, ...] | None = None

    @property
    def changes_ours(self) -> bool:
        """Whether something is to be written on our side."""
        return bool(self.apply) or self.apply_lines is not None

    @property
    def changes_theirs(self) -> bool:
        """Whether something is to be written into SAGE."""
        return bool(self.push) or self.push_lines is not None


def merge(entity: str, base: Side, ours: Side, theirs: Side, owner_of: OwnerOf) -> Outcome:
    """Say what is to be done so that both sides are equal.

    :param entity: one of `records.ENTITIES`
    :param base: what was last agreed on; fields that never were are absent
    :param ours: our record, projected; fields that our side does not keep are absent
    :param theirs: SAGE's record, projected; fields that SAGE did not tell are absent
    :param owner_of: field -> SAGE, ODOO, SHARED or READ_ONLY
    :return: :class:`Outcome`

    >>> base, ours = Side({"name": "Favre", "city": "Annecy"}), Side({"name": "Favre Jean", "city": "Annecy"})
    >>> done = merge("client", base, ours, Side({"name": "Favre", "city": "Cran"}), lambda _field: "shared")
    >>> done.push, done.apply, done.clashes
    ({'name': 'Favre Jean'}, {'city': 'Cran'}, {})
    """
    outcome = Outcome(dict(base.values), base.lines)
    for _unit, names in UNITS[entity]:
        told = [name for name in names if name in theirs.values]
        kept = [name for name in told if name in ours.values]
        for name in told:
            if name not in ours.values:
                outcome.base[name] = theirs.values[name]
        if kept:
            _merge_unit(kept, base.values, ours.values, theirs.values, owner_of(kept[0]), outcome)
    if ours.lines is not None and theirs.lines is not None:
        _merge_lines(base.lines, ours.lines, theirs.lines, owner_of(LINES), outcome)
    if entity == DOCUMENT:
        _hold_moves(base, ours.values, theirs.values, outcome)
    return outcome


def _hold_moves(base: Side, ours: Values, theirs: Values, outcome: Outcome) -> None:
    """Take back what would move a document where it may not go (`transitions`); it becomes a conflict.

    A transformation that our side may not follow is held whole, with everything that came with it.
    """
    mine, yours = ours.get("kind", ""), theirs.get("kind", "")
    if "kind" in outcome.apply and not may_become(mine, yours, ours.get("state", "")):
        for name in [*outcome.apply]:
            _put_back(name, base.values, outcome)
        outcome.apply.clear()
        outcome.restored.clear()
        outcome.apply_lines, outcome.base_lines = None, base.lines
        outcome.clashes["kind"] = (base.values.get("kind"), mine, yours)
    if yours not in ("", QUOTATION):
        return
    state = ours.get("state", ""), theirs.get("state", "")
    forward = "state" in outcome.apply and not may_move(*state)
    back = "state" in outcome.push and not may_move(*reversed(state))
    if forward or back:
        outcome.apply.pop("state", None)
        outcome.push.pop("state", None)
        _put_back("state", base.values, outcome)
        outcome.clashes["state"] = (base.values.get("state"), *state)


def _put_back(name: str, base: Values, outcome: Outcome) -> None:
    if name in base:
        outcome.base[name] = base[name]
    else:
        outcome.base.pop(name, None)


def _merge_unit(names: list[str], base: Values, ours: Values, theirs: Values, owner: str, outcome: Outcome) -> None:
    agreed = all(name in base for name in names)
    verdict = _verdict(
        owner,
        equal=all(alike(name, ours[name], theirs[name]) for name in names),
        # Never agreed on: an empty side is one that did not change.
        ours_still=all(alike(name, ours[name], base[name]) if agreed else not ours[name] for name in names),
        theirs_still=all(alike(name, theirs[name], base[name]) if agreed else not theirs[name] for name in names),
        fills=not any(theirs[name] or base.get(name) for name in names),
    )
    differing = [name for name in names if not alike(name, ours[name], theirs[name])]
    if verdict == CLASH:
        outcome.clashes.update({name: (base.get(name), ours[name], theirs[name]) for name in differing})
        return
    outcome.base.update({name: theirs[name] for name in names})
    if verdict == APPLY:
        outcome.apply.update({name: theirs[name] for name in differing})
        if agreed and any(not alike(name, ours[name], base[name]) for name in differing):
            outcome.restored.extend(differing)
    elif verdict == PUSH:
        outcome.push.update({name: ours[name] for name in differing})


def _merge_lines(
    base: tuple[Line, ...] | None,
    ours: tuple[Line, ...],
    theirs: tuple[Line, ...],
    owner: str,
    outcome: Outcome,
) -> None:
    verdict = _verdict(
        owner,
        equal=same_lines(ours, theirs),
        ours_still=not ours if base is None else same_lines(ours, base),
        theirs_still=not theirs if base is None else same_lines(theirs, base),
        fills=not theirs and not base,
    )
    if verdict == CLASH:
        before = None if base is None else write_lines(base)
        outcome.clashes[LINES] = (before, write_lines(ours), write_lines(theirs))
        return
    outcome.base_lines = theirs
    if verdict == APPLY:
        outcome.apply_lines = theirs
        if base is not None and not same_lines(ours, base):
            outcome.restored.append(LINES)
    elif verdict == PUSH:
        outcome.push_lines = ours


def _verdict(owner: str, *, equal: bool, ours_still: bool, theirs_still: bool, fills: bool) -> str:
    if equal:
        return AGREED
    if owner == READ_ONLY:
        return APPLY
    if owner == SAGE:
        # An empty field of SAGE is filled: the SIRET of a client made on our side.
        return PUSH if fills else APPLY
    if owner == ODOO or theirs_still:
        return PUSH
    return APPLY if ours_still else CLASH


def alike(name: str, one: str, other: str) -> bool:
    """Tell whether two projected values are the same; amounts may be rounded a cent apart."""
    if one == other or (name == "state" and same(one, other)):
        return True
    if name not in AMOUNTS or not one or not other:
        return False
    return abs(to_decimal(one) - to_decimal(other)) <= CENT


def same_lines(one: tuple[Line, ...], other: tuple[Line, ...]) -> bool:
    """Tell whether two lists of lines say the same, in what both of them tell; their keys are no content."""
    if len(one) != len(other):
        return False
    return all(
        alike(name, value, theirs.values[name])
        for ours, theirs in zip(one, other, strict=True)
        for name, value in ours.values.items()
        if name in theirs.values
    )


def write_lines(lines: tuple[Line, ...]) -> str:
    """Write lines as one text (JSON), as conflicts keep them; :func:`read_lines` reads it."""
    return json.dumps([[line.key, dict(line.values)] for line in lines], ensure_ascii=False, sort_keys=True)


def read_lines(text: str) -> tuple[Line, ...]:
    """Read what :func:`write_lines` wrote."""
    return tuple(Line(key, values) for key, values in json.loads(text))


def check_totals(values: Values, lines: tuple[Line, ...] | None) -> str:
    """Check HT + TVA = TTC, and the sum of the lines = HT, both within a cent.

    :param values: of a document; totals that are not told are not checked
    :param lines: None or empty when they are not told
    :return: "" or the code of the fault: `totals_tax` or `totals_lines`

    >>> check_totals({"total_untaxed": "100.00", "total_tax": "20.00", "total": "121.00"}, None)
    'totals_tax'
    """
    untaxed = values.get("total_untaxed", "")
    if untaxed and values.get("total") and values.get("total_tax"):
        gap = to_decimal(untaxed) + to_decimal(values["total_tax"]) - to_decimal(values["total"])
        if abs(gap) > CENT:
            return "totals_tax"
    told = [line.values["untaxed"] for line in lines or () if line.values.get("untaxed")]
    if not untaxed or not told or len(told) != len(lines or ()):
        return ""
    return "totals_lines" if abs(sum(map(to_decimal, told)) - to_decimal(untaxed)) > CENT else ""
