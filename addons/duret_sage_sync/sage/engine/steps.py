"""Named places where a run may be killed: the process may die at each, the next run ends as if it had not."""

STEPS = (
    "pull.page",  # a page has come, nothing is stored
    "pull.inside",  # its rows are in the inbox, not committed
    "pull.stored",  # committed
    "pull.acknowledged",  # the transport knows
    "pull.weighed",  # brakes are passed
    "absorb.planned",  # a chunk is merged in memory
    "absorb.applied",  # our records are written, not committed
    "absorb.bound",  # bindings and conflicts too, not committed
    "absorb.kept",  # committed
    "push.collected",  # a chunk of operations is in the outbox
    "push.weighed",  # brakes are passed
    "push.marked",  # the operation says that it is being sent, committed
    "push.searched",  # our mark was looked for
    "push.read",  # SAGE's present record is merged
    "push.sent",  # SAGE has done it, we know nothing yet
    "push.answered",  # the record was read back, nothing is stored
    "push.inside",  # binding and operation are written, not committed
    "push.kept",  # committed
    "scan.compared",  # the keys are compared
    "scan.archived",  # a vanished record is set aside
    "decide.kept",  # a person's decision is carried out
)


class Killed(BaseException):
    """Raised by a hook in place of the death of the process: nothing in the engine catches it."""
