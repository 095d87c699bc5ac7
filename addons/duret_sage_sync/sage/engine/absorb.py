"""Records of SAGE are taken in, a chunk at a time: everything is asked once, merged in memory, written once."""

from collections.abc import Sequence
from dataclasses import replace

from ..errors import BadData
from ..records import CLIENT, Record
from ..store import (
    CONFIRMED,
    CREATE,
    GONE,
    HELD,
    NEW,
    OK,
    REJECTED,
    WAITING,
    Applied,
    Binding,
    InboxRow,
    Operation,
)
from .context import Arrival, Context, load
from .exchange import Exchange
from .matching import Identity, Matcher
from .planning import Plan, Sent, fault_of, is_known, plan_bound, plan_new
from .withdraw import TAKEN_BACK

_STATES = {"waiting": WAITING, "held": HELD, "rejected": REJECTED}


def absorb_rows(exchange: Exchange, entity: str, rows: Sequence[InboxRow]) -> None:
    """Take in rows of the inbox, in one transaction; one that was refused before is tried again."""
    rows = refresh(exchange, entity, [replace(row, state=NEW) if row.state == REJECTED else row for row in rows])
    with exchange.store.transaction():
        readable = [row for row in rows if row.state != REJECTED]
        if len(readable) < len(rows):
            exchange.store.inbox_state([row for row in rows if row.state == REJECTED])
        context = load(exchange, entity, readable)
        plans = plan_all(exchange, context)
        exchange.step("absorb.planned")
        write_all(exchange, context, plans)
        exchange.step("absorb.bound")
    exchange.step("absorb.kept")


def absorb_record(exchange: Exchange, record: Record, sent: Sent | None = None, local: str = "") -> Plan:
    """Take in one record that was just read, inside the caller's transaction and without a line in the report.

    :param sent: what we have just written into it
    :param local: our record, when we have just created it in SAGE
    :return: the plan that was carried out
    """
    with exchange.quietly():
        context = load(exchange, record.entity, [InboxRow(0, record)], {record.key: local} if local else None)
        plans = plan_all(exchange, context, sent)
        write_all(exchange, context, plans)
    return plans[0]


def refresh(exchange: Exchange, entity: str, rows: Sequence[InboxRow]) -> list[InboxRow]:
    """Read again what may be old news: its moment is not beyond that of the binding, its content is another one.

    Deliveries overtake one another, and moments are whole minutes: only SAGE can say which content is the present one.
    A transport that cannot answer gives its files in order; there, only what is surely older is left aside (the inbox
    does that).
    """
    if not exchange.transport.capabilities.answers_at_once:
        return list(rows)
    bindings = exchange.store.bindings(entity, [row.record.key for row in rows])
    return [_present(exchange, row, bindings.get(row.record.key)) for row in rows]


def _present(exchange: Exchange, row: InboxRow, binding: Binding | None) -> InboxRow:
    record = row.record
    if binding is None or record.stamp > binding.stamp or record.digest() == binding.digest:
        return row
    try:
        now = exchange.transport.read(record.entity, record.key)
    except BadData as fault:
        return replace(row, state=REJECTED, code=fault.code, detail=fault.detail)
    return row if now is None else replace(row, record=now)


def plan_all(exchange: Exchange, context: Context, sent: Sent | None = None) -> list[Plan]:
    """Say what becomes of each record of a chunk; writes nothing."""
    matcher = Matcher(exchange, context)
    return [_plan(exchange, context, matcher, arrival, sent) for arrival in context.arrivals]


def _plan(exchange: Exchange, context: Context, matcher: Matcher, arrival: Arrival, sent: Sent | None) -> Plan:
    code, detail = fault_of(arrival)
    if code:
        return Plan(arrival, "rejected", code, detail)
    if context.entity != CLIENT and arrival.parent is None:
        return Plan(arrival, "waiting", "no_client", _client_of(arrival))
    try:
        return _plan_sound(exchange, context, matcher, arrival, sent)
    except BadData as fault:
        return Plan(arrival, "rejected", fault.code, fault.detail)


def _client_of(arrival: Arrival) -> str:
    values = arrival.theirs.values
    return values.get("client_number", "") or values.get("client", "")


def _plan_sound(exchange: Exchange, context: Context, matcher: Matcher, arrival: Arrival, sent: Sent | None) -> Plan:
    record = arrival.record
    binding = context.bindings.get(record.key)
    if binding is not None:
        return _plan_known(exchange, context, arrival, binding, sent)
    identity = matcher.identify(arrival)
    if identity.held:
        return Plan(arrival, "held", identity.rung, identity=identity)
    if identity.local is None or identity.local not in context.locals:
        return plan_new(arrival, identity)
    fresh = _first_binding(context, arrival, identity)
    plan = plan_bound(exchange, context, arrival, fresh, context.locals[identity.local], sent)
    plan.identity, plan.rebind = identity, identity.rebind
    return plan


def _plan_known(exchange: Exchange, context: Context, arrival: Arrival, binding: Binding, sent: Sent | None) -> Plan:
    record = arrival.record
    if binding.local not in context.locals:
        # Our record was deleted behind the engine's back: SAGE still has it.
        return plan_new(arrival, Identity())
    if record.digest() == binding.digest and binding.state != GONE and sent is None:
        return Plan(arrival, "same", local=binding.local)
    return plan_bound(exchange, context, arrival, binding, context.locals[binding.local], sent)


def _first_binding(context: Context, arrival: Arrival, identity: Identity) -> Binding:
    """The binding of two records that meet.

    A record that SAGE has from us has a base: what we sent and what it holds. Where the two differ there is none, so
    that neither value is lost.
    """
    record = arrival.record
    before = context.by_local.get(identity.local)
    if identity.rebind and before is not None:
        # SAGE gave the record another key, or it was deleted and came back: what was agreed on still holds.
        return replace(before, key=record.key, state=OK)
    binding = Binding(record.entity, record.key, identity.local, state=OK)
    operation = context.operations.get(identity.local) or context.marks.get(record.mark)
    if not identity.ours or operation is None or operation.verb != CREATE:
        return binding
    theirs = arrival.theirs.values
    base = {name: value for name, value in operation.payload.items() if theirs.get(name) == value}
    return replace(binding, base=base, mark=operation.mark)


def write_all(exchange: Exchange, context: Context, plans: Sequence[Plan]) -> None:
    """Carry plans out, inside the caller's transaction: one write of each kind for the whole chunk."""
    store, entity = exchange.store, context.entity
    for plan in plans:
        if plan.rebind and plan.rebind != plan.arrival.record.key:
            store.rebind(entity, plan.rebind, plan.arrival.record.key)
    revived = [plan.local for plan in plans if plan.revive]
    if revived:
        store.revive(entity, revived)
    _see_late(exchange, context, plans)
    _apply(exchange, plans)
    exchange.step("absorb.applied")
    bindings = [_final(context, plan) for plan in plans if plan.is_taken and plan.binding is not None]
    moved = [binding for binding in bindings if binding != context.bindings.get(binding.key)]
    if moved:
        store.save_bindings(moved)
    _write_conflicts(exchange, context, plans)
    _write_proposals(exchange, plans)
    _confirm(exchange, context, plans)
    _close_rows(exchange, plans)
    for plan in plans:
        _note(exchange, plan)


def _see_late(exchange: Exchange, context: Context, plans: Sequence[Plan]) -> None:
    """Find what SAGE has from us although our record was taken back on the way; asked before anything is written."""
    created = {plan.local: plan for plan in plans if _creation(context, plan) is not None}
    if created:
        for local in exchange.store.unwanted(context.entity, created):
            created[local].late = True


def _creation(context: Context, plan: Plan) -> Operation | None:
    """The creation that has brought a record to SAGE, when the two meet for the first time: it bears our mark."""
    if not _is_ours(plan) or plan.identity is None or not plan.identity.ours:
        return None
    operation = context.operations.get(plan.local) or context.marks.get(plan.arrival.record.mark)
    if operation is None or operation.verb != CREATE or operation.local != plan.local:
        return None
    return operation if operation.state != CONFIRMED else None


def _apply(exchange: Exchange, plans: Sequence[Plan]) -> None:
    """Write our records; one that our side refuses becomes a rejected row."""
    changing = [plan for plan in plans if plan.change is not None]
    if not changing:
        return
    results = exchange.store.apply([plan.change for plan in changing])
    for plan, result in zip(changing, results, strict=True):
        if isinstance(result, Applied):
            plan.local = result.local
            plan.binding = replace(plan.binding, local=result.local, version=result.version)
        else:
            plan.verb, plan.code, plan.detail = "rejected", result.code, result.detail


def _final(context: Context, plan: Plan) -> Binding:
    """The binding to keep. No version: our record has something to send and is looked at again."""
    if plan.outcome is not None and plan.outcome.changes_theirs:
        return replace(plan.binding, version="")
    if plan.change is None:
        return replace(plan.binding, version=context.locals[plan.local].version)
    return plan.binding


def _write_conflicts(exchange: Exchange, context: Context, plans: Sequence[Plan]) -> None:
    standing = [
        conflict
        for plan in plans
        if plan.is_taken
        for conflict in plan.conflicts
        if not is_known(conflict, context.conflicts.get(conflict.key, {}))
    ]
    settled = [conflict for plan in plans if plan.is_taken for conflict in plan.settled]
    if standing:
        exchange.store.save_conflicts(standing)
    if settled:
        exchange.store.settle_conflicts(settled)


def _write_proposals(exchange: Exchange, plans: Sequence[Plan]) -> None:
    """Keep the questions; a record made in this chunk has its id by now."""
    made = {f"new:{plan.arrival.record.key}": plan.local for plan in plans if plan.verb == "created"}
    questions = [
        replace(question, local=made.get(question.local, question.local))
        for plan in plans
        if plan.identity is not None and plan.verb != "rejected"
        for question in plan.identity.proposals
    ]
    questions = [question for question in questions if question.local and not question.local.startswith("new:")]
    if questions:
        exchange.store.save_proposals(questions)


def _confirm(exchange: Exchange, context: Context, plans: Sequence[Plan]) -> None:
    """Close operations that have nothing left to do: SAGE shows what they hold."""
    done = []
    for plan in plans:
        before = context.bindings.get(plan.arrival.record.key)
        # A transformation may have moved the binding to another record of ours: what the first one waited to send is
        # never sent.
        moved = before is not None and before.local != plan.local
        operation = context.operations.get(before.local if moved else plan.local) if _is_ours(plan) else None
        operation = operation or _creation(context, plan)
        if operation is None or plan.outcome is None:
            continue
        if moved or operation.verb == CREATE or not plan.outcome.changes_theirs:
            code = TAKEN_BACK if plan.late else ""
            done.append(replace(operation, state=CONFIRMED, key=plan.arrival.record.key, code=code, detail=""))
    if done:
        exchange.store.outbox_save(done)


def _is_ours(plan: Plan) -> bool:
    return plan.is_taken and bool(plan.local)


def _close_rows(exchange: Exchange, plans: Sequence[Plan]) -> None:
    rows = [plan for plan in plans if plan.arrival.row.id]
    taken = [plan.arrival.row.id for plan in rows if plan.is_taken]
    if taken:
        exchange.store.inbox_done(taken)
    waiting = [
        replace(plan.arrival.row, state=_STATES[plan.verb], code=plan.code, detail=plan.detail)
        for plan in rows
        if not plan.is_taken
    ]
    changed = [
        row for row, plan in zip(waiting, [p for p in rows if not p.is_taken], strict=True) if row != plan.arrival.row
    ]
    if changed:
        exchange.store.inbox_state(changed)


def _note(exchange: Exchange, plan: Plan) -> None:
    record = plan.arrival.record
    place = {"key": record.key, "local": plan.local or ""}
    exchange.report.note(record.entity, plan.verb, detail=plan.code or _fields(plan), **place)
    if plan.is_taken and plan.identity is not None and plan.identity.local is not None and plan.verb != "created":
        exchange.report.note_rung(record.entity, plan.identity.rung)
    if plan.is_taken and plan.outcome is not None and plan.outcome.restored:
        exchange.report.note(record.entity, "restored", detail=" ".join(plan.outcome.restored), **place)
    if plan.late:
        exchange.report.note(record.entity, "late", detail=TAKEN_BACK, **place)
    if plan.is_taken and plan.conflicts:
        names = " ".join(conflict.field for conflict in plan.conflicts)
        exchange.report.note(record.entity, "conflict", detail=names, **place)
    if plan.verb == "created" and plan.identity is not None and plan.identity.proposals:
        exchange.report.note(record.entity, "doubled", detail=plan.identity.proposals[0].rung, **place)


def _fields(plan: Plan) -> str:
    if plan.change is None:
        return ""
    return " ".join([*sorted(plan.change.values), *(["lines"] if plan.change.lines else [])])
