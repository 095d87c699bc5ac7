"""Headers of a received message, each read once.

Python's email package reads a structured header anew each time that it is asked for; for one message Odoo asks some
eighty times, for a dozen headers.
"""

from email.message import Message
from email.policy import SMTP, EmailPolicy
from functools import lru_cache

REMEMBERED = 64  # headers: more than one message has of those that are asked for again
LENGTH_LIMIT = 1000  # characters of a header that is remembered


@lru_cache(maxsize=REMEMBERED)
def _parsed(name: str, value: str):
    return SMTP.header_fetch_parse(name, value)


class ReadOncePolicy(EmailPolicy):
    """The policy of Odoo's gateway (`email.policy.SMTP`), which remembers what it read.

    A header that was read cannot be changed (it is a kind of str), so that two messages may share it.
    """

    def header_fetch_parse(self, name, value):
        """The header as an object of `email.headerregistry`."""
        if type(value) is not str or len(value) > LENGTH_LIMIT:
            return super().header_fetch_parse(name, value)
        return _parsed(name, value)


READ_ONCE = ReadOncePolicy(linesep=SMTP.linesep)


def read_once(message: Message) -> None:
    """Have the headers of a message and of its parts read once each.

    >>> import email, email.policy
    >>> message = email.message_from_string("To: Zoe <zoe@example.com>\\n\\nBonjour", policy=email.policy.SMTP)
    >>> read_once(message)
    >>> message["to"] is message["to"]
    True
    """
    for part in message.walk():
        part.policy = READ_ONCE
