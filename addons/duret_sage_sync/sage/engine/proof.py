"""Whether both sides are equal today: counts, sums and one fingerprint for each entity and each side, and if they
differ the list of what differs, one line each with what repairs it.

A fingerprint is the sum, modulo 2**256, of the SHA-256 of each record (key and projected content): it does not depend
on the order in which a side gives its records, and a record that is there twice does not vanish from it. Both sides are
read as streams; ours by the bindings, SAGE's by the transport.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from ..errors import BadData, Unavailable
from ..mapping import LINES, LINKS
from ..merge import Side, alike, same_lines
from ..projection.amounts import to_decimal
from ..records import Record
from ..store import DEAD, GONE, Binding, LocalRecord
from .context import told_lines
from .exchange import Exchange
from .planning import ours_of

_MODULUS = 1 << 256
_MOST_GAPS = 1_000
_SUMS = ("total_untaxed", "total_tax", "total")
# Said of the sound lines of a document one of whose lines is refused: that one is listed.
_CONSEQUENCE = "document_incomplete"
# What repairs a gap
PULL, PUSH, DECIDE, MATCH, REPLAY, SCAN, CORRECT = "pull", "push", "decide", "match", "replay", "scan", "correct"


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference.

    :ivar kind: "field", "conflict", "only_sage", "only_odoo", "gone", "unreadable"
    :ivar repair: PULL (take in SAGE's record again), PUSH (compare ours again), DECIDE (a conflict), MATCH (a
        proposal), REPLAY (a dead operation), SCAN (compare the keys), CORRECT (a value that cannot be read)
    """

    entity: str
    kind: str
    key: str
    local: str
    field: str = ""
    ours: str = ""
    theirs: str = ""
    repair: str = PULL


@dataclass(slots=True)
class Tally:
    """One side of one entity.

    :ivar fingerprint: 64 hexadecimal figures
    """

    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    _total: int = 0

    def add(self, key: str, values: Mapping[str, str], lines) -> None:
        """Count a record."""
        self.count += 1
        for name in _SUMS:
            if values.get(name):
                self.sums[name] = self.sums.get(name, Decimal(0)) + to_decimal(values[name])
        content = [key, sorted(values.items()), [sorted(line.values.items()) for line in lines or ()]]
        text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
        self._total = (self._total + int.from_bytes(hashlib.sha256(text.encode("ascii")).digest())) % _MODULUS

    @property
    def fingerprint(self) -> str:
        return f"{self._total:064x}"


@dataclass(slots=True)
class Proof:
    """What was found for one entity.

    :ivar gaps: the first thousand
    :ivar left_out: how many more there are
    """

    entity: str
    ours: Tally = field(default_factory=Tally)
    theirs: Tally = field(default_factory=Tally)
    gaps: list[Gap] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_equal(self) -> bool:
        """« 0 écart »: same count, same sums, same fingerprint, no gap."""
        same = (self.ours.count, self.ours.sums, self.ours.fingerprint) == (
            self.theirs.count,
            self.theirs.sums,
            self.theirs.fingerprint,
        )
        return same and not self.gaps

    def add(self, gap: Gap) -> None:
        """List a gap while there is room."""
        if len(self.gaps) < _MOST_GAPS:
            self.gaps.append(gap)
        else:
            self.left_out += 1

    def figures(self) -> dict[str, object]:
        """Give what is kept and shown: plain types only."""
        sides = {"odoo": self.ours, "sage": self.theirs}
        return {
            "entity": self.entity,
            "equal": self.is_equal,
            "gaps": len(self.gaps) + self.left_out,
            **{
                name: {
                    "count": side.count,
                    "fingerprint": side.fingerprint,
                    "sums": {field_: str(total) for field_, total in sorted(side.sums.items())},
                }
                for name, side in sides.items()
            },
        }


def prove(exchange: Exchange, entity: str) -> Proof:
    """Compare one entity record by record; writes nothing.

    :return: :class:`Proof`
    """
    proof = Proof(entity)
    seen = _compare_theirs(exchange, entity, proof)
    _count_ours(exchange, entity, proof, seen)
    _name_unbound(exchange, entity, proof)
    return proof


def _name_unbound(exchange: Exchange, entity: str, proof: Proof) -> None:
    """List our records that SAGE does not have."""
    unbound = exchange.store.unbound(entity)
    while chunk := list(islice(unbound, exchange.settings.chunk)):
        operations = exchange.store.outbox_of(entity, chunk)
        for local in chunk:
            is_dead = local in operations and operations[local].state == DEAD
            proof.add(Gap(entity, "only_odoo", "", local, repair=REPLAY if is_dead else PUSH))


def _compare_theirs(exchange: Exchange, entity: str, proof: Proof) -> int:
    """Read SAGE's side whole; gives the number of different keys that are bound."""
    bound = 0
    for page in exchange.transport.everything(entity):
        records = {record.key: record for record in page.records}
        bindings = {
            key: binding for key, binding in exchange.store.bindings(entity, records).items() if binding.state != GONE
        }
        locals_ = exchange.store.locals(entity, [binding.local for binding in bindings.values()])
        conflicts = exchange.store.conflicts(entity, bindings)
        bound += len(bindings)
        strangers = []
        for key, record in records.items():
            binding = bindings.get(key)
            local = locals_.get(binding.local) if binding else None
            if not _compare(exchange, proof, record, binding, local, conflicts.get(key, {})):
                strangers.append(record)
        _name_strangers(exchange, proof, strangers)
        _name_refused(proof, page.rejected)
    return bound


def _name_refused(proof: Proof, rejected: Iterable[BadData]) -> None:
    """List what SAGE tells and nobody can read: no machine knows what it would be equal to."""
    for bad in rejected:
        if bad.code != _CONSEQUENCE:
            place = f"{bad.source}:{bad.line}" if bad.line else bad.source
            proof.add(Gap(proof.entity, "unreadable", place, "", bad.code, theirs=bad.detail, repair=CORRECT))


def _compare(
    exchange: Exchange,
    proof: Proof,
    record: Record,
    binding: Binding | None,
    local: LocalRecord | None,
    in_conflict: Mapping[str, object],
) -> bool:
    """Count one record of SAGE and list how ours differs; gives False when we do not have it."""
    try:
        theirs = _theirs(exchange, record)
        ours = ours_of(exchange, local, theirs) if local is not None else None
    except BadData as fault:
        proof.theirs.add(record.key, {}, ())
        proof.add(Gap(record.entity, "unreadable", record.key, "", fault.code, theirs=fault.detail, repair=CORRECT))
        return True
    if binding is None or ours is None:
        proof.theirs.add(record.key, theirs.values, theirs.lines)
        return False
    _add(proof.theirs, record.key, theirs, ours, _agreed(binding))
    for name, mine, yours in _differences(ours, theirs):
        kind, repair = ("conflict", DECIDE) if name in in_conflict else ("field", PULL)
        proof.add(Gap(record.entity, kind, record.key, binding.local, name, mine, yours, repair))
    return True


def _name_strangers(exchange: Exchange, proof: Proof, records: list[Record]) -> None:
    """List SAGE's records that we do not have."""
    held = exchange.store.proposals(proof.entity, [record.key for record in records]) if records else {}
    for record in records:
        asked = any(proposal.held and not proposal.decision for proposal in held.get(record.key, ()))
        proof.add(Gap(proof.entity, "only_sage", record.key, "", repair=MATCH if asked else PULL))


def _theirs(exchange: Exchange, record: Record) -> Side:
    values = exchange.projection.project(record.entity, record.values)
    content = {name: value for name, value in values.items() if name not in LINKS}
    return Side(content, told_lines(record, exchange))


def _differences(ours: Side, theirs: Side) -> Iterator[tuple[str, str, str]]:
    for name, value in ours.values.items():
        if not alike(name, value, theirs.values[name]):
            yield name, value, theirs.values[name]
    if ours.lines is not None and theirs.lines is not None and not same_lines(ours.lines, theirs.lines):
        yield LINES, str(len(ours.lines)), str(len(theirs.lines))


def _agreed(binding: Binding) -> Side:
    return Side(binding.base, binding.base_lines)


def _add(tally: Tally, key: str, side: Side, fields: Side, base: Side) -> None:
    """Count what both sides tell; where a cent of rounding lies between a value and the agreed one, the agreed one."""
    values = {
        name: base.values[name] if name in base.values and alike(name, side.values[name], base.values[name]) else value
        for name, value in side.values.items()
        if name in fields.values
    }
    lines = side.lines
    if lines and base.lines is not None and same_lines(lines, base.lines):
        lines = base.lines
    tally.add(key, values, lines)


def _count_ours(exchange: Exchange, entity: str, proof: Proof, bound_in_sage: int) -> None:
    """Read our side by its bindings, on its own: it is counted as it is, not as SAGE says."""
    paired = exchange.store.paired(entity)
    while chunk := list(islice(paired, exchange.settings.chunk)):
        for binding, local in chunk:
            told = Side({name: "" for name in binding.base}, binding.base_lines)
            try:
                ours = ours_of(exchange, local, told)
            except BadData as fault:
                proof.ours.add(binding.key, {}, ())
                proof.add(
                    Gap(entity, "unreadable", binding.key, local.id, fault.code, ours=fault.detail, repair=CORRECT)
                )
                continue
            _add(proof.ours, binding.key, ours, ours, _agreed(binding))
    missing = proof.ours.count - bound_in_sage
    if missing > 0:
        _name_missing(exchange, entity, proof)


def _name_missing(exchange: Exchange, entity: str, proof: Proof) -> None:
    """Say which bindings SAGE did not give, when it can list its keys; a line may hide one."""
    missing = [""]
    if exchange.transport.capabilities.lists_keys:
        try:
            missing = exchange.store.compare_keys(entity, exchange.transport.keys(entity)).missing
        except Unavailable as error:
            if error.code != "partial_list":
                raise
    for key in missing:
        proof.add(Gap(entity, "gone", key, "", repair=SCAN))
