"""The engine's store on PostgreSQL: rows of the suite's models, asked and written in sets.

Uniqueness is held by constraints. What has not changed is not written: a run in which both sides are equal leaves
nothing but its own line in the journal. Records of our side are read and written by desks (`duret.sage.desk`).
"""

from .bindings import Bindings
from .conflicts import Conflicts
from .inbox import Inbox
from .journal import Journal
from .ledger import OdooLedger
from .outbox import Outbox
from .proposals import Proposals
from .transactions import Transactions


class OdooStore(Transactions, Bindings, Proposals, Inbox, Outbox, Conflicts, Journal):
    """Memory of one SAGE company (see `sage.store.Store`).

    It works on the cursor of `backend.env`, which belongs to it while it is used: each outermost transaction commits.
    A job of the queue may not commit on its own cursor: open another one.

    :param backend: `duret.sage.backend`, one row, with the rights of the exchange
    :param forced: whether a manager started the runs without brakes, for their journal
    """

    @property
    def ledger(self):
        """Memory of the files of the drop folder."""
        return OdooLedger(self)
