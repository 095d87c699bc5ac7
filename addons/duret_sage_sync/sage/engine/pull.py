"""From SAGE to our side: everything new goes into the inbox first, is weighed, and only then written."""

from collections.abc import Iterator, Sequence

from ..cursor import further, overlap_start
from ..records import CLIENT, Cursor, Page, Record
from ..store import GONE, HELD, NEW, REJECTED, WAITING, InboxRow
from .absorb import absorb_rows, plan_all
from .brakes import brake
from .context import load
from .exchange import Exchange


def fetch(exchange: Exchange, entity: str) -> None:
    """Store what SAGE has changed since the cursor.

    A page, the lines refused with it and the cursor are kept together: what the cursor has passed is in the inbox.
    Records whose content is that of their binding are not stored; nothing is written for them.
    """
    store, transport = exchange.store, exchange.transport
    cursor = store.cursor(entity)
    for page in transport.changes(entity, overlap_start(cursor, exchange.settings.overlap_minutes)):
        exchange.step("pull.page")
        cursor = _keep(exchange, entity, page, cursor)
        exchange.step("pull.stored")
    if not exchange.report.rehearsal:
        transport.acknowledge(entity)
    exchange.step("pull.acknowledged")


def _keep(exchange: Exchange, entity: str, page: Page, cursor: Cursor | None) -> Cursor | None:
    """Keep one page; gives the cursor after it."""
    store = exchange.store
    after = further(cursor, page.cursor)
    changed = list(_changed(exchange, entity, page.records))
    exchange.report.note(entity, "read", number=len(page.records))
    if not changed and not page.rejected and after == cursor:
        return cursor
    with store.transaction():
        if changed:
            store.inbox_put(changed)
        if page.rejected:
            new = store.reject(entity, page.rejected)
            exchange.report.note(entity, "rejected_line", number=new, detail=page.rejected[0].code)
        if after is not None and after != cursor:
            store.set_cursor(entity, after)
        exchange.step("pull.inside")
    return after


def _changed(exchange: Exchange, entity: str, records: Sequence[Record]) -> Iterator[Record]:
    """Leave out what the bindings show already, of each key the last."""
    latest = {record.key: record for record in records}
    bindings = exchange.store.bindings(entity, latest)
    for record in records:
        binding = bindings.get(record.key)
        known = binding is not None and binding.digest == record.digest() and binding.state != GONE
        if not known:
            yield record


def weigh(exchange: Exchange, entity: str) -> None:
    """Count the known records that the inbox would change, and stop before the first write when they are too many.

    :raise BrakeOn: `would_change`
    """
    store = exchange.store
    if exchange.forced or store.count_inbox(entity, (NEW,)) <= exchange.settings.brake_minimum:
        return
    known = store.count_bindings(entity)
    if known:
        brake(exchange, "would_change", sum(_would_change(exchange, entity)), known)


def _would_change(exchange: Exchange, entity: str) -> Iterator[int]:
    """Count, chunk by chunk, the bound records whose counterpart on our side would be written."""
    for rows in _inbox(exchange, entity, (NEW,)):
        bound = exchange.store.bindings(entity, [row.record.key for row in rows])
        known = [row for row in rows if row.record.key in bound]
        if known:
            plans = plan_all(exchange, load(exchange, entity, known))
            yield sum(plan.change is not None and plan.change.local is not None for plan in plans)


def absorb(exchange: Exchange, entity: str, again: bool = False) -> None:
    """Take in what the inbox holds: new rows, rows whose client may have come, rows a person may have decided on.

    :param again: also what was refused: its cause may have been mended on our side
    """
    for rows in _inbox(exchange, entity, (*_states(entity), REJECTED) if again else _states(entity)):
        absorb_rows(exchange, entity, rows)


def _states(entity: str) -> tuple[str, ...]:
    return (NEW, HELD) if entity == CLIENT else (NEW, WAITING, HELD)


def _inbox(exchange: Exchange, entity: str, states: Sequence[str]) -> Iterator[list[InboxRow]]:
    """Read the inbox in chunks, in the order of arrival."""
    after = 0
    while rows := exchange.store.inbox(entity, states, after, exchange.settings.chunk):
        after = rows[-1].id
        yield rows
