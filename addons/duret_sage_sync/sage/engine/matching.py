"""Who a record of SAGE is on our side, when no binding says so."""

from dataclasses import dataclass, field, replace

from ..dedupe import PHONE_ALONE, Match, climb, match_keys
from ..errors import BadData
from ..store import DISTINCT, GONE, SAME, Candidate, Proposal
from .context import Arrival, Context, is_free
from .exchange import Exchange

MARK = "mark"
# What is not worth a question when both records are in SAGE: couples and managing agents share telephones.
_QUIET = frozenset({PHONE_ALONE})


@dataclass(slots=True)
class Identity:
    """Answer.

    :ivar local: local record it is, None to make one
    :ivar ours: SAGE has it from us (our mark)
    :ivar held: a person must say first
    :ivar rebind: key of a binding that is gone, whose place this record takes
    :ivar proposals: questions for a person
    :ivar rung: what tells it
    """

    local: str | None = None
    ours: bool = False
    held: bool = False
    rebind: str = ""
    proposals: list[Proposal] = field(default_factory=list)
    rung: str = ""


class Matcher:
    """Answers for the records of one chunk, in their order."""

    def __init__(self, exchange: Exchange, context: Context) -> None:
        self._exchange = exchange
        self._around = context
        # Records of this chunk that will be made: (kind, value) -> candidates named "new:<key of SAGE>"
        self._made: dict[tuple[str, str], list[Candidate]] = {}

    def identify(self, arrival: Arrival) -> Identity:
        """Say who a record without binding is."""
        context, record = self._around, arrival.record
        operation = context.marks.get(record.mark) if record.mark else None
        hinted = context.hints.get(record.key) or (operation.local if operation else None)
        if hinted is not None and hinted in context.locals:
            return self._by_mark(arrival, hinted)
        decided = self._by_decision(arrival)
        if decided is not None:
            return decided
        identity = self._by_ladder(arrival)
        if identity.local is None and not identity.held:
            self._remember(arrival)
        return identity

    def _by_mark(self, arrival: Arrival, local: str) -> Identity:
        """It bears our mark: it is the record we made, unless another one bears it too."""
        key = self._key_of(local)
        if not key or self._is_gone(local, key):
            return self._take(arrival, Identity(local, ours=True, rebind=key, rung=MARK))
        question = Proposal(arrival.record.entity, arrival.record.key, local, MARK, 100, held=True)
        return Identity(held=True, proposals=[question], rung=MARK)

    def _by_decision(self, arrival: Arrival) -> Identity | None:
        """What a person has said before."""
        found = self._around.proposals.get(arrival.record.key, [])
        for proposal in found:
            if proposal.decision == SAME and is_free(self._around.by_local.get(proposal.local)):
                key = self._key_of(proposal.local)
                return self._take(arrival, Identity(proposal.local, rebind=key, rung=proposal.rung))
        if any(proposal.held and not proposal.decision for proposal in found):
            return Identity(held=True)
        return None

    def _by_ladder(self, arrival: Arrival) -> Identity:
        context, record = self._around, arrival.record
        refused = {p.local for p in context.proposals.get(record.key, []) if p.decision == DISTINCT}
        candidates: dict[str, Candidate] = {}
        for key in match_keys(record.entity, arrival.theirs.values, arrival.parent):
            for candidate in (*context.candidates.get(key, ()), *self._made.get(key, ())):
                if candidate.local not in refused:
                    candidates[candidate.local] = self._as_bound_now(candidate)
        matches = climb(record.entity, arrival.theirs.values, candidates.values(), arrival.parent)
        if matches and matches[0].certain:
            identity = self._bind_certain(arrival, matches[0])
            if identity is not None:
                return identity
        free = [match for match in matches if not match.candidate.bound]
        if free:
            return Identity(held=True, proposals=self._questions(arrival, free, held=True), rung=free[0].rung)
        doubled = [match for match in matches if match.rung not in _QUIET]
        return Identity(proposals=self._questions(arrival, doubled, held=False))

    def _bind_certain(self, arrival: Arrival, match: Match) -> Identity | None:
        """Bind to a free record; to one whose key exists no more in SAGE (renamed); None when both exist there."""
        local, bound = match.candidate.local, match.candidate.bound
        if not bound:
            return self._take(arrival, Identity(local, rung=match.rung))
        if bound != arrival.record.key and self._is_gone(local, bound):
            return self._take(arrival, Identity(local, rebind=bound, rung=match.rung))
        return None

    def _is_gone(self, local: str, key: str) -> bool:
        """Tell whether the record a local one is bound to exists no more."""
        binding = self._around.by_local.get(local)
        if local in self._around.taken or binding is None:
            return False
        if binding.state == GONE:
            return True
        transport = self._exchange.transport
        if not transport.capabilities.answers_at_once:
            return False
        try:
            return transport.read(self._around.entity, key) is None
        except BadData:
            return False  # it exists, whatever it says

    def _key_of(self, local: str) -> str:
        """Key a local record is bound to, gone or not; "" when it never was."""
        binding = self._around.by_local.get(local)
        return self._around.taken.get(local) or (binding.key if binding else "")

    def _as_bound_now(self, candidate: Candidate) -> Candidate:
        key = self._around.taken.get(candidate.local)
        return replace(candidate, bound=key) if key else candidate

    def _take(self, arrival: Arrival, identity: Identity) -> Identity:
        self._around.taken[identity.local] = arrival.record.key
        return identity

    def _questions(self, arrival: Arrival, matches: list[Match], held: bool) -> list[Proposal]:
        record = arrival.record
        return [
            Proposal(record.entity, record.key, match.candidate.local, match.rung, match.score, held)
            for match in matches[:5]
        ]

    def _remember(self, arrival: Arrival) -> None:
        """A record that is about to be made may be met by a later one of the chunk."""
        record, values = arrival.record, arrival.theirs.values
        candidate = Candidate(f"new:{record.key}", values, bound=record.key, parent=arrival.parent)
        for key in match_keys(record.entity, values, arrival.parent):
            self._made.setdefault(key, []).append(candidate)
