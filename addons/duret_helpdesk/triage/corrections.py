"""A person's correction as an example: only what learning needs of the message is kept.

Addresses, telephone numbers, amounts, dates and references are already replaced by their shape; of the rest the
words in compared form, in their order.
"""

import hashlib

from .corpus import Example
from .labels import TEAM_OF_TYPE
from .text import Message, Word

HELD_BACK = 5  # one correction in five is never learned: it judges
WORD_LIMIT = 250


class Corrected(Example):
    """An example whose message was reduced to its words."""

    @property
    def message(self) -> Message:
        """Override: the words are already apart."""
        return Message(
            tuple(Word(form, form) for form in self.subject.split()),
            tuple(Word(form, form) for form in self.body.split()),
            self.signs,
        )


def to_row(message: Message) -> dict[str, str]:
    """What is kept of a message: {subject, body, signs} as words apart by spaces."""
    return {
        "subject": " ".join(word.form for word in message.subject),
        "body": " ".join(word.form for word in message.body[:WORD_LIMIT]),
        "signs": " ".join(message.signs),
    }


def from_row(row: dict) -> Example:
    """Example of a stored correction: {subject, body, signs, type, team, urgency, hand}; the last three may lack."""
    return Corrected(
        hand=f"correction-{row.get('hand') or digest(row)}",
        subject=row["subject"],
        body=row["body"],
        type=row["type"],
        team=row.get("team") or TEAM_OF_TYPE[row["type"]],
        urgency=row.get("urgency") or "1",
        signs=tuple(row.get("signs", "").split()),
    )


def digest(row: dict) -> str:
    """Fingerprint of a correction's words: the same message corrected twice is one example.

    >>> digest({"subject": "a", "body": "b"}) == digest({"subject": "a", "body": "b", "type": "invoice"})
    True
    """
    return hashlib.sha256(f"{row['subject']}\n{row['body']}".encode()).hexdigest()


def is_held_back(fingerprint: str) -> bool:
    """Whether a correction judges the models instead of teaching them; for ever the same answer."""
    return int(fingerprint[:8], 16) % HELD_BACK == 0
