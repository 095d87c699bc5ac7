"""What SAGE is not to have any more is taken back before it leaves.

A quotation that is cancelled while its creation waits, a client who is put aside: the operation is withdrawn as long as
nothing has left. The sender asks once more in the transaction that says « being sent » (see `send`), with our record
held, so that nobody cancels in between. What may have left is searched in SAGE by its mark; when SAGE has it, it is
bound to our record and a person is told.
"""

from collections.abc import Sequence
from dataclasses import replace

from ..store import WITHDRAWN, Operation
from .exchange import Exchange

# Reason of an operation that SAGE has carried out although our record was taken back meanwhile
TAKEN_BACK = "taken_back"


def withdraw(exchange: Exchange, entity: str) -> None:
    """Take back the creations that have not left and whose record SAGE is not to have, a chunk at a time."""
    store, after = exchange.store, 0
    while found := store.outbox_unsent(entity, after, exchange.settings.chunk):
        after = found[-1].id
        with store.transaction():
            unwanted = store.unwanted(entity, [operation.local for operation in found])
            take_back(exchange, [operation for operation in found if operation.local in unwanted])


def take_back(exchange: Exchange, operations: Sequence[Operation]) -> None:
    """Close creations that SAGE has not; one of a record that is sent after all is opened again by `collect`."""
    if not operations:
        return
    closed = {"state": WITHDRAWN, "next_try": None, "code": "", "detail": ""}
    exchange.store.outbox_save([replace(operation, **closed) for operation in operations])
    for operation in operations:
        exchange.report.note(operation.entity, "withdrawn", local=operation.local)
