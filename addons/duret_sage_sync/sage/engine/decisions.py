"""What people decide is carried out here: a conflict, a dead operation."""

from dataclasses import replace

from ..errors import BadData, Refused
from ..mapping import LINES, unit_of
from ..merge import read_lines
from ..projection import decode
from ..store import CREATE, DEAD, OURS, PENDING, SENDING, Applied, Binding, Change, Conflict, Operation
from .exchange import Exchange


def carry_out(exchange: Exchange, entity: str) -> None:
    """Carry out the decisions on conflicts that people have taken.

    A decision is a new base: what SAGE held when ours wins (so that ours is the change, and is sent), what we held when
    SAGE's wins. Had the other side changed again meanwhile, the next merge would see it. Fields of one unit (the two
    lines of an address) are decided together.
    """
    store = exchange.store
    while found := store.decided(entity, exchange.settings.chunk):
        bindings = store.bindings(entity, [conflict.key for conflict in found])
        standing = store.conflicts(entity, bindings)
        done: set[tuple[str, str]] = set()
        for conflict in found:
            if (conflict.key, conflict.field) in done:
                continue
            unit = _together(conflict, standing.get(conflict.key, {}))
            done |= {(conflict.key, one.field) for one in unit}
            with store.transaction():
                current = store.bindings(entity, [conflict.key]).get(conflict.key)
                _decide(exchange, current, unit, conflict.decision)
                store.settle_conflicts(unit)
            exchange.step("decide.kept")


def _together(conflict: Conflict, standing: dict[str, Conflict]) -> list[Conflict]:
    names = unit_of(conflict.entity, conflict.field)
    return [standing[name] for name in names if name in standing] or [conflict]


def _decide(exchange: Exchange, binding: Binding | None, unit: list[Conflict], decision: str) -> None:
    if binding is None:
        return
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
    if decision != OURS:
        _take_theirs(exchange, binding, unit, lines)
    exchange.store.save_bindings([after])


def _take_theirs(exchange: Exchange, binding: Binding, unit: list[Conflict], lines) -> None:
    """Write SAGE's value on our side; our record is compared again afterwards."""
    values = {conflict.field: conflict.theirs for conflict in unit if conflict.field != LINES}
    has_lines = any(conflict.field == LINES for conflict in unit)
    change = Change(binding.entity, binding.local, decode(binding.entity, values), lines if has_lines else None)
    (result,) = exchange.store.apply([change])
    if not isinstance(result, Applied):
        raise BadData(0, result.code, result.detail)


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
