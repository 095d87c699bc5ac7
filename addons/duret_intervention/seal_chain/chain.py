"""The chain of seals: each holds the hash of the one before it.

Changing one changes its hash, which the next one holds; taking one out leaves a hole in the numbers; putting one in
breaks the link that follows. Whoever rewrites all of them to the end still meets the hashes printed on the documents
that clients hold.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from .evidence import digest

GENESIS = "0" * 64  # what the first seal holds in place of a previous hash


@dataclass(frozen=True)
class Link:
    """One seal.

    `report` is the report's own identifier, `kind` why it was sealed, `evidence` the text of the evidence,
    `evidence_hash` its SHA-256, `sealed_at` the moment (UTC, ISO 8601), `previous` and `hash` the chain.
    """

    number: int
    report: str
    kind: str
    evidence: str
    evidence_hash: str
    sealed_at: str
    previous: str
    hash: str

    def expected_hash(self) -> str:
        """SHA-256 over everything that the seal says, the previous hash included."""
        said = [self.number, self.report, self.kind, self.evidence_hash, self.sealed_at, self.previous]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Something wrong with the chain: the number of the seal, and `evidence`, `hash`, `previous` or `number`."""

    number: int
    code: str


def follow(previous: Link | None, report: str, kind: str, evidence: str, sealed_at: str) -> Link:
    """The seal that comes next.

    :param previous: the last seal, None for the first
    :param report: identifier of the report
    :param kind: why it is sealed
    :param evidence: text of the evidence
    :param sealed_at: moment (UTC, ISO 8601)
    """
    number, before = (previous.number + 1, previous.hash) if previous else (1, GENESIS)
    unsigned = Link(number, report, kind, evidence, digest(evidence), sealed_at, before, "")
    return Link(**{**vars(unsigned), "hash": unsigned.expected_hash()})


def faults(links: Iterable[Link], number: int = 0, previous: str = GENESIS) -> list[Fault]:
    """What is wrong with a stretch of the chain.

    :param links: seals in the order of their numbers
    :param number: number of the seal before the stretch, 0 at the beginning
    :param previous: hash of that seal
    :return: one fault for each thing that does not fit, in the order of the chain
    """
    found = []
    for link in links:
        checks = {
            "number": link.number == number + 1,
            "previous": link.previous == previous,
            "evidence": link.evidence_hash == digest(link.evidence),
            "hash": link.hash == link.expected_hash(),
        }
        found += [Fault(link.number, code) for code, right in checks.items() if not right]
        number, previous = link.number, link.hash
    return found
