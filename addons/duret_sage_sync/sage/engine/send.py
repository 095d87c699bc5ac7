"""From the outbox to SAGE, exactly once.

An operation says that it is being sent before it is. When nobody knows whether SAGE has it (no answer, or the process
died), its mark is searched before anything is created again. Before a change, SAGE's present record is read and
merged, so that what somebody typed there meanwhile is not overwritten; after it, it is read back, so that what SAGE did
not take is seen.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..errors import BadData, OutcomeUnknown, Refused, SageError, Unavailable
from ..records import CLIENT, Record, Written
from ..store import CONFIRMED, CREATE, DEAD, GONE, PENDING, SENDING, SENT, UPDATE, Operation
from .absorb import absorb_record
from .backoff import delay
from .brakes import brake
from .exchange import Exchange
from .planning import Sent
from .withdraw import TAKEN_BACK, take_back


def weigh_outbox(exchange: Exchange, entity: str) -> None:
    """Stop before the first write when too many records would be created or changed in SAGE.

    :raise BrakeOn: `would_create` or `would_change_sage`
    """
    due = exchange.store.count_due(entity, exchange.now())
    known = exchange.store.count_bindings(entity)
    brake(exchange, "would_create", due.get(CREATE, 0), known)
    brake(exchange, "would_change_sage", due.get(UPDATE, 0), known)


def send(exchange: Exchange, entity: str) -> None:
    """Send what is due, one operation after the other.

    :raise Unavailable: SAGE cannot be reached; what was not sent waits
    """
    for operation in _due(exchange, entity):
        sending = _Sending(exchange, operation)
        try:
            sending.send()
        except Unavailable as error:
            _later(exchange, operation, error, sending.may_be_done)
            raise
        except OutcomeUnknown as error:
            _later(exchange, operation, error, unknown=True)
        except (Refused, BadData) as error:
            # A record that was found and cannot be read is there all the same.
            _give_up(exchange, operation, error, sending.may_be_done or isinstance(error, BadData))
    _give_up_unseen(exchange, entity)


def _due(exchange: Exchange, entity: str) -> Iterator[Operation]:
    """Read the outbox in chunks: what is sent in this run was due when it began."""
    now, after, left = exchange.now(), 0, exchange.settings.operations
    while left > 0 and (found := exchange.store.outbox_due(entity, now, after, min(left, 100))):
        after, left = found[-1].id, left - len(found)
        yield from found


class _Sending:
    """One operation on its way.

    :ivar may_be_done: whether SAGE may have done it
    """

    def __init__(self, exchange: Exchange, operation: Operation) -> None:
        self._exchange = exchange
        self._operation = operation
        self.may_be_done = operation.state == SENDING

    def send(self) -> None:
        """Send it and keep what SAGE answered."""
        if self._operation.verb == CREATE:
            self._create()
        else:
            self._update()

    # --- create
    def _create(self) -> None:
        exchange, entity = self._exchange, self._operation.entity
        # Asked before the operation says that it is being sent: from then on it was tried at least once.
        search = self._may_be_there()
        self.may_be_done = self.may_be_done or search
        links = self._links()
        if not self._mark_wanted():
            self._take_back(search)
            return
        operation = self._operation
        found = self._search(search)
        exchange.step("push.searched")
        if found is not None:
            self._keep_created(found)
            return
        values = {**operation.payload, **links}
        written = exchange.transport.create(entity, values, operation.lines or (), operation.mark)
        self.may_be_done = True
        exchange.step("push.sent")
        exchange.report.note(entity, "sent_create", key=written.key, local=operation.local)
        if written.pending or not written.key:
            self._keep_dropped()
            return
        # Whatever happens now, the next attempt reads this key.
        self._operation = replace(operation, key=written.key)
        exchange.store.outbox_save([self._operation])
        record = exchange.transport.read(entity, written.key)
        exchange.step("push.answered")
        if record is None:
            raise OutcomeUnknown("not_found_after_create", written.key)
        self._keep_created(record)

    def _mark_wanted(self) -> bool:
        """Say that it is being sent, unless our record was taken back: asked and written in one transaction."""
        store, operation = self._exchange.store, self._operation
        with store.transaction():
            wanted = operation.local not in store.unwanted(operation.entity, [operation.local])
            if wanted:
                self._mark_now(operation)
        if wanted:
            self._exchange.step("push.marked")
        return wanted

    def _take_back(self, search: bool) -> None:
        """Send nothing any more; what an earlier attempt may have brought to SAGE is looked for first."""
        if self._operation.state == SENDING:
            if not search and not self._operation.key:
                # A drop folder: the file may lie there, the next exports tell.
                self._keep_dropped()
                return
            found = self._search(search)
            self._exchange.step("push.searched")
            if found is not None:
                self._keep_created(found)
                return
        with self._exchange.store.transaction():
            take_back(self._exchange, [self._operation])

    def _search(self, search: bool) -> Record | None:
        """Look for what an earlier attempt may have created."""
        operation, transport = self._operation, self._exchange.transport
        if operation.key:
            return transport.read(operation.entity, operation.key)
        return transport.find(operation.entity, operation.mark) if search else None

    def _may_be_there(self) -> bool:
        """Tell whether SAGE may have it already.

        :raise Refused: `cannot_search` when nobody can know; a drop folder writes the same file again, which does no
            harm
        """
        operation, capabilities = self._operation, self._exchange.transport.capabilities
        if operation.key or (operation.attempts == 0 and operation.state != SENDING):
            return False
        if operation.entity in capabilities.finds_marks:
            return True
        if capabilities.answers_at_once and operation.state == SENDING:
            raise Refused("cannot_search", operation.mark)
        return False

    def _links(self) -> dict[str, str]:
        """Key and number of the client."""
        operation, store = self._operation, self._exchange.store
        if operation.entity == CLIENT:
            return {}
        local = store.locals(operation.entity, [operation.local]).get(operation.local)
        client = store.bindings_of(CLIENT, [local.parent]).get(local.parent) if local and local.parent else None
        if client is None or client.state == GONE:
            raise Refused("no_client", operation.local)
        return {"client": client.key, "client_number": client.number}

    def _keep_created(self, record: Record) -> None:
        operation = self._operation
        sent = Sent(operation.payload, operation.lines)
        with self._exchange.store.transaction():
            plan = absorb_record(self._exchange, record, sent, local=operation.local)
            if not plan.is_taken:
                raise Refused(plan.code or plan.verb, plan.detail)
            self._close(record.key, TAKEN_BACK if plan.late else "")
        if plan.late:
            place = {"key": record.key, "local": operation.local}
            self._exchange.report.note(operation.entity, "late", detail=TAKEN_BACK, **place)
        self._exchange.step("push.kept")

    # --- update
    def _update(self) -> None:
        exchange, operation = self._exchange, self._operation
        if exchange.transport.capabilities.answers_at_once:
            if not self._merge_first():
                return
        else:
            self._mark()
        operation = self._operation
        written = exchange.transport.update(
            operation.entity, operation.key, operation.payload, operation.mark, operation.lines
        )
        exchange.step("push.sent")
        exchange.report.note(
            operation.entity,
            "sent_update",
            key=operation.key,
            local=operation.local,
            detail=" ".join([*sorted(operation.payload), *(["lines"] if operation.lines is not None else [])]),
        )
        if written.pending:
            self._keep_dropped()
        else:
            self._keep_updated(written)

    def _merge_first(self) -> bool:
        """Merge SAGE's present record; tells whether something is left to send."""
        exchange, operation = self._exchange, self._operation
        record = exchange.transport.read(operation.entity, operation.key)
        exchange.step("push.read")
        if record is None:
            raise Refused("not_found", operation.key)
        with exchange.store.transaction():
            plan = absorb_record(exchange, record)
            if not plan.is_taken:
                raise Refused(plan.code or plan.verb, plan.detail)
            left = self._still_to_send(plan)
            if left is None:
                self._close(operation.key)
            else:
                self._mark_now(left)
            exchange.step("push.inside")
        exchange.step("push.marked")
        return left is not None

    def _still_to_send(self, plan) -> Operation | None:
        """The operation with what differs now; when SAGE's record had not changed, as it was collected."""
        if plan.outcome is None:
            return self._operation
        if not plan.outcome.changes_theirs:
            return None
        return replace(self._operation, payload=dict(plan.outcome.push), lines=plan.outcome.push_lines)

    def _keep_updated(self, written: Written) -> None:
        exchange, operation = self._exchange, self._operation
        record = exchange.transport.read(operation.entity, operation.key)
        exchange.step("push.answered")
        if record is None:
            raise Refused("not_found", operation.key)
        with exchange.store.transaction():
            absorb_record(exchange, record, Sent(operation.payload, operation.lines))
            self._close(operation.key)
        exchange.step("push.kept")

    # --- both
    def _mark(self) -> None:
        """Say that it is being sent, before it is."""
        with self._exchange.store.transaction():
            self._mark_now(self._operation)
        self._exchange.step("push.marked")

    def _mark_now(self, operation: Operation) -> None:
        self._operation = replace(operation, state=SENDING, attempts=operation.attempts + 1)
        self._exchange.store.outbox_save([self._operation])

    def _keep_dropped(self) -> None:
        """A file was dropped: the next export will tell."""
        exchange = self._exchange
        until = exchange.now() + exchange.settings.confirm_after
        exchange.store.outbox_save([replace(self._operation, state=SENT, next_try=until, code="")])
        exchange.step("push.kept")

    def _close(self, key: str, code: str = "") -> None:
        self._exchange.store.outbox_save([replace(self._operation, state=CONFIRMED, key=key, code=code, detail="")])
        self._exchange.step("push.inside")


def _later(exchange: Exchange, operation: Operation, error: SageError, unknown: bool) -> None:
    """Wait longer after each attempt; dead after the last."""
    stored = _stored(exchange, operation)
    settings = exchange.settings
    attempts = max(stored.attempts, operation.attempts + 1)
    wait = delay(attempts, settings.first_delay, settings.longest_delay, exchange.chance)
    dead = attempts >= settings.max_attempts
    state = DEAD if dead else SENDING if unknown else PENDING
    told = {"code": error.code, "detail": error.detail, "next_try": exchange.now() + wait}
    exchange.store.outbox_save([replace(stored, state=state, attempts=attempts, **told)])
    verb = "dead" if dead else "retry"
    exchange.report.note(operation.entity, verb, key=operation.key, local=operation.local, detail=error.code)


def _stored(exchange: Exchange, operation: Operation) -> Operation:
    """The operation as it stands now; as it was when it is no longer open."""
    return exchange.store.outbox_of(operation.entity, [operation.local]).get(operation.local, operation)


def _give_up(exchange: Exchange, operation: Operation, error: SageError, unknown: bool) -> None:
    """A person must look; the others go on.

    What SAGE has certainly not done counts as never tried: nothing need be searched before the next attempt.
    """
    stored = _stored(exchange, operation)
    attempts = max(stored.attempts, 1) if unknown else 0
    dead = replace(stored, state=DEAD, attempts=attempts, code=error.code, detail=error.detail)
    exchange.store.outbox_save([dead])
    exchange.report.note(operation.entity, "dead", key=operation.key, local=operation.local, detail=error.code)


def _give_up_unseen(exchange: Exchange, entity: str) -> None:
    """Dropped files whose content SAGE has not shown in time; of what was taken back nobody need hear."""
    late = exchange.store.outbox_sent(entity, exchange.now(), exchange.settings.operations)
    if not late:
        return
    with exchange.store.transaction():
        unwanted = exchange.store.unwanted(entity, [one.local for one in late if one.verb == CREATE])
        take_back(exchange, [one for one in late if one.verb == CREATE and one.local in unwanted])
        late = [one for one in late if one.verb != CREATE or one.local not in unwanted]
        exchange.store.outbox_save([replace(operation, state=DEAD, code="not_confirmed") for operation in late])
    for operation in late:
        exchange.report.note(entity, "dead", key=operation.key, local=operation.local, detail="not_confirmed")
