"""Answers that the wire can carry."""

from urllib.parse import quote


def carried(value: str) -> str:
    """The header's value as it can be sent: HTTP headers are Latin-1, and a name sent by a visitor may be anything.

    :param value: value of one header
    """
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return quote(value, safe="%/:;=?&\"'(),.+-_ @#!*")
    return value
