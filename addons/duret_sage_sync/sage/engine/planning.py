"""What becomes of one record of SAGE: the verdict, and what is to be written. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..mapping import LINES, LINKS
from ..merge import Outcome, Side, check_totals, merge, read_lines, write_lines
from ..projection import decode
from ..records import CLIENT, DOCUMENT, ORIGIN_SAGE, Line
from ..store import GONE, Binding, Change, Conflict, LocalRecord
from .context import Arrival, Context
from .exchange import Exchange
from .matching import Identity

NOT_TAKEN, FIRST_BINDING, BOTH_CHANGED = "not_taken", "first_binding", "both_changed"


@dataclass(slots=True)
class Plan:
    """What is to be done with one record.

    :ivar verb: as in a report
    :ivar change: of our record, None when it stays
    :ivar binding: as it shall be, its `version` still to be filled in
    :ivar conflicts: that stand afterwards
    :ivar settled: that stand no more
    :ivar late: SAGE has it from us, and our record was taken back while its creation was on its way
    """

    arrival: Arrival
    verb: str
    code: str = ""
    detail: str = ""
    local: str | None = None
    change: Change | None = None
    binding: Binding | None = None
    rebind: str = ""
    revive: bool = False
    outcome: Outcome | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    settled: list[Conflict] = field(default_factory=list)
    identity: Identity | None = None
    late: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the record is understood: its row leaves the inbox."""
        return self.verb not in ("waiting", "held", "rejected")


@dataclass(frozen=True, slots=True)
class Sent:
    """What we have just written into SAGE, when the record comes back: it shows whether SAGE has taken it."""

    values: Mapping[str, str]
    lines: tuple[Line, ...] | None = None


def ours_of(exchange: Exchange, local: LocalRecord, theirs: Side) -> Side:
    """Give our record projected, in the fields that SAGE tells."""
    values = {name: local.values[name] for name in theirs.values if name in local.values and name not in LINKS}
    lines = None if theirs.lines is None else exchange.projection.lines(local.lines)
    return Side(exchange.projection.project(local.entity, values), lines)


def owner_of(exchange: Exchange, entity: str, theirs: Mapping[str, str], ours: bool):
    """Give the function field -> owner for one record."""
    kind = theirs.get("kind", "")
    return lambda name: exchange.ownership.of(entity, name, kind=kind, ours=ours)


def fault_of(arrival: Arrival) -> tuple[str, str]:
    """Say why a record cannot be taken: (code, detail), ("", "") when it can."""
    if arrival.fault is not None:
        return arrival.fault.code, arrival.fault.detail
    if arrival.record.entity == DOCUMENT:
        values = arrival.theirs.values
        code = check_totals(values, arrival.theirs.lines)
        if code:
            return code, " / ".join(values.get(name, "") for name in ("total_untaxed", "total_tax", "total"))
    return "", ""


def plan_new(arrival: Arrival, identity: Identity) -> Plan:
    """Make a record of our side."""
    record, theirs = arrival.record, arrival.theirs
    content = {name: value for name, value in theirs.values.items() if name not in LINKS}
    values = decode(record.entity, content)
    if record.entity == DOCUMENT:
        values["origin"] = ORIGIN_SAGE
    binding = Binding(
        record.entity,
        record.key,
        "",
        base=content,
        base_lines=theirs.lines,
        digest=record.digest(),
        stamp=record.stamp,
        number=number_of(arrival),
        revision=1,
    )
    change = Change(record.entity, None, values, theirs.lines or (), arrival.parent)
    return Plan(arrival, "created", change=change, binding=binding, identity=identity)


def number_of(arrival: Arrival) -> str:
    """Give SAGE's number of a record."""
    return arrival.theirs.values.get("number", "") or arrival.record.number


def plan_bound(
    exchange: Exchange,
    context: Context,
    arrival: Arrival,
    binding: Binding,
    local: LocalRecord,
    sent: Sent | None = None,
) -> Plan:
    """Merge a record with ours.

    :param binding: with the base, which is empty for two records that meet for the first time
    :param sent: what we have just written
    """
    record, theirs = arrival.record, _content(arrival.theirs)
    ours = ours_of(exchange, local, theirs)
    owners = owner_of(exchange, record.entity, theirs.values, bool(binding.mark))
    outcome = merge(record.entity, Side(binding.base, binding.base_lines), ours, theirs, owners)
    known = context.conflicts.get(record.key, {})
    plan = Plan(arrival, "same", local=local.id, outcome=outcome)
    first = not binding.base and binding.base_lines is None
    reason = FIRST_BINDING if first and sent is None else BOTH_CHANGED
    plan.conflicts = conflicts_of(record.key, local, outcome, reason, record.stamp, sent)
    plan.conflicts += hold_refused(record.key, local, ours, theirs, outcome, known, sent)
    standing = {conflict.field for conflict in plan.conflicts}
    plan.settled = [conflict for name, conflict in known.items() if name not in standing and name in _told(theirs)]
    plan.change = _change(arrival, local, outcome)
    plan.binding = agreed(binding, outcome, plan.conflicts)
    plan.binding = replace(
        plan.binding, digest=record.digest(), stamp=record.stamp or binding.stamp, number=number_of(arrival)
    )
    plan.revive = binding.state == GONE
    plan.verb = _verb(plan, first)
    return plan


def _content(theirs: Side) -> Side:
    return Side({name: value for name, value in theirs.values.items() if name not in LINKS}, theirs.lines)


def _told(theirs: Side) -> set[str]:
    return set(theirs.values) | ({LINES} if theirs.lines is not None else set())


def _verb(plan: Plan, first: bool) -> str:
    if plan.revive:
        return "revived"
    if first:
        return "bound"
    return "updated" if plan.change is not None else "same"


def _change(arrival: Arrival, local: LocalRecord, outcome: Outcome) -> Change | None:
    entity = arrival.record.entity
    parent = arrival.parent if entity != CLIENT and arrival.parent not in (None, local.parent) else None
    if not outcome.changes_ours and parent is None:
        return None
    return Change(entity, local.id, decode(entity, outcome.apply), outcome.apply_lines, parent)


def agreed(binding: Binding, outcome: Outcome, conflicts: list[Conflict]) -> Binding:
    """Give the binding with its new base."""
    moved = outcome.base != binding.base or outcome.base_lines != binding.base_lines
    return replace(
        binding,
        base=outcome.base,
        base_lines=outcome.base_lines,
        state="conflict" if conflicts else "ok",
        revision=binding.revision + moved,
    )


def conflicts_of(
    key: str, local: LocalRecord, outcome: Outcome, reason: str, stamp: str, sent: Sent | None = None
) -> list[Conflict]:
    """Give the conflicts a merge has found."""
    return [
        Conflict(
            local.entity,
            key,
            name,
            base,
            ours,
            theirs,
            NOT_TAKEN if _was_sent(sent, name, ours) else reason,
            by=local.by,
            stamp=stamp,
        )
        for name, (base, ours, theirs) in outcome.clashes.items()
    ]


def is_known(conflict: Conflict, known: Mapping[str, Conflict]) -> bool:
    """Tell whether the same conflict stands already, undecided: nothing is written then."""
    before = known.get(conflict.field)
    if before is None or before.decision:
        return False
    return (before.base, before.ours, before.theirs) == (conflict.base, conflict.ours, conflict.theirs)


def _was_sent(sent: Sent | None, name: str, ours: str) -> bool:
    """Tell whether the present value of ours is what we have just written: ours may have changed since."""
    if sent is None:
        return False
    if name == LINES:
        return sent.lines is not None and write_lines(sent.lines) == ours
    return sent.values.get(name) == ours


def hold_refused(
    key: str,
    local: LocalRecord,
    ours: Side,
    theirs: Side,
    outcome: Outcome,
    known: Mapping[str, Conflict],
    sent: Sent | None = None,
) -> list[Conflict]:
    """Take back from what is to be pushed what SAGE does not take: sending it again would never end.

    :param known: conflicts that stand; one of reason `not_taken` holds as long as both values stay
    :param sent: what was just written and came back different
    :return: the conflicts in their place
    """
    held = []
    for name in [*outcome.push, *([LINES] if outcome.push_lines is not None else [])]:
        mine, yours = _pair(name, ours, theirs)
        before = known.get(name)
        again = before is not None and before.reason == NOT_TAKEN and (before.ours, before.theirs) == (mine, yours)
        if again or _was_sent(sent, name, mine):
            base = before.base if again else outcome.base.get(name)
            held.append(before if again else Conflict(local.entity, key, name, base, mine, yours, NOT_TAKEN, local.by))
    for conflict in held:
        if conflict.field == LINES:
            outcome.push_lines = None
        else:
            outcome.push.pop(conflict.field)
    return held


def _pair(name: str, ours: Side, theirs: Side) -> tuple[str, str]:
    if name == LINES:
        return write_lines(ours.lines or ()), write_lines(theirs.lines or ())
    return ours.values[name], theirs.values[name]


def last_known(binding: Binding, known: Mapping[str, Conflict]) -> Side:
    """Give SAGE's side as it was last seen: the base, and in conflicts what SAGE held."""
    values, lines = dict(binding.base), binding.base_lines
    for name, conflict in known.items():
        if name == LINES:
            lines = read_lines(conflict.theirs)
        else:
            values[name] = conflict.theirs
    return Side(values, lines)
