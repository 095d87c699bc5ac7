"""What people decide is carried out here: a conflict, a dead operation."""

from dataclasses import replace

from ..errors import BadData, Refused
from ..mapping import LINES, unit_of
from ..merge import Side, alike, read_lines, same_lines, write_lines
from ..projection import decode
from ..store import CREATE, DEAD, OURS, PENDING, SENDING, Applied, Binding, Change, Conflict, LocalRecord, Operation
from .exchange import Exchange
from .planning import last_known, ours_of


def carry_out(exchange: Exchange, entity: str) -> None:
    """Carry out the decisions on conflicts that people have taken.

    A decision is a new base, what SAGE held; when SAGE's value wins it is written on our side, too. Had SAGE changed
    again meanwhile, the next merge would see it; what was changed on our side since is never overwritten: the person
    decides again, and so he does when our side refuses SAGE's value. Fields of one unit (the two lines of an address)
    are decided together.
    """
    store = exchange.store
    while found := store.decided(entity, exchange.settings.chunk):
        standing = store.conflicts(entity, [conflict.key for conflict in found])
        done: set[tuple[str, str]] = set()
        for conflict in found:
            if (conflict.key, conflict.field) in done:
                continue
            unit = _together(conflict, standing.get(conflict.key, {}))
            done |= {(conflict.key, one.field) for one in unit}
            with store.transaction():
                _carry(exchange, unit, conflict.decision)
            exchange.step("decide.kept")


def _together(conflict: Conflict, standing: dict[str, Conflict]) -> list[Conflict]:
    names = unit_of(conflict.entity, conflict.field)
    return [standing[name] for name in names if name in standing] or [conflict]


def _carry(exchange: Exchange, unit: list[Conflict], decision: str) -> None:
    """Carry out one decision, inside the caller's transaction."""
    store, entity, key = exchange.store, unit[0].entity, unit[0].key
    binding = store.bindings(entity, [key]).get(key)
    local = store.locals(entity, [binding.local]).get(binding.local) if binding is not None else None
    if local is None:
        # One of the two records is no more: nothing is left to decide.
        store.settle_conflicts(unit)
        return
    if decision != OURS:
        moved, fault = [], None
        try:
            moved = _moved(exchange, binding, local, unit)
            if not moved:
                _take_theirs(exchange, binding, unit)
        except BadData as error:
            fault = error
        if moved or fault:
            _ask_again(exchange, local, moved or unit, fault)
            return
    _agree(exchange, binding, unit)
    store.settle_conflicts(unit)


def _agree(exchange: Exchange, binding: Binding, unit: list[Conflict]) -> None:
    """Keep the new base; our record is compared again afterwards."""
    base, lines = dict(binding.base), binding.base_lines
    for conflict in unit:
        if conflict.field == LINES:
            lines = read_lines(conflict.theirs)
        else:
            base[conflict.field] = conflict.theirs
    left = exchange.store.conflicts(binding.entity, [binding.key]).get(binding.key, {})
    after = replace(
        binding,
        base=base,
        base_lines=lines,
        version="",
        revision=binding.revision + 1,
        state="conflict" if len(left) > len(unit) else "ok",
    )
    exchange.store.save_bindings([after])


def _moved(exchange: Exchange, binding: Binding, local: LocalRecord, unit: list[Conflict]) -> list[Conflict]:
    """Give the conflicts as they stand now when our side has changed since the decision, else nothing."""
    ours = ours_of(exchange, local, last_known(binding, {conflict.field: conflict for conflict in unit}))
    now = [replace(conflict, ours=_present(conflict, ours), by=local.by, decision="") for conflict in unit]
    return now if any(_differs(*pair) for pair in zip(unit, now, strict=True)) else []


def _present(conflict: Conflict, ours: Side) -> str:
    if conflict.field == LINES:
        return write_lines(ours.lines or ())
    return ours.values.get(conflict.field, conflict.ours)


def _differs(before: Conflict, now: Conflict) -> bool:
    """Tell whether our value is another one than the one decided about, and not the one that was chosen."""
    known = (before.ours, before.theirs)
    if before.field == LINES:
        return not any(same_lines(read_lines(now.ours), read_lines(text)) for text in known)
    return not any(alike(before.field, now.ours, text) for text in known)


def _take_theirs(exchange: Exchange, binding: Binding, unit: list[Conflict]) -> None:
    """Write SAGE's value on our side.

    :raise BadData: our side refuses it; nothing is written then
    """
    values = {conflict.field: conflict.theirs for conflict in unit if conflict.field != LINES}
    lines = next((read_lines(conflict.theirs) for conflict in unit if conflict.field == LINES), None)
    change = Change(binding.entity, binding.local, decode(binding.entity, values), lines)
    (result,) = exchange.store.apply([change])
    if not isinstance(result, Applied):
        raise result


def _ask_again(exchange: Exchange, local: LocalRecord, unit: list[Conflict], fault: BadData | None) -> None:
    """Take the decision away and say why; the person finds the conflict where it was."""
    exchange.store.save_conflicts([replace(conflict, decision="") for conflict in unit])
    place = {"key": unit[0].key, "local": local.id}
    if fault is not None:
        exchange.report.note(local.entity, "rejected", detail=fault.code, **place)
    else:
        exchange.report.note(local.entity, "conflict", detail=" ".join(one.field for one in unit), **place)


def replay(exchange: Exchange, operation: Operation) -> Operation:
    """Try a dead operation again.

    Its mark is searched first when SAGE may have it: after a person's « rejouer » too, nothing is created twice.

    :raise Refused: `not_dead` when it is not dead
    """
    if operation.state != DEAD:
        raise Refused("not_dead", operation.state)
    state = SENDING if operation.verb == CREATE and operation.attempts else PENDING
    again = replace(operation, state=state, attempts=min(operation.attempts, 1), next_try=None, code="", detail="")
    exchange.store.outbox_save([again])
    return again
