"""What people write into the settings of a company, checked before anything is done with it."""

from collections.abc import Iterable
from pathlib import Path

from .errors import Refused


def settle(written: str, roots: Iterable[str], home: Path) -> Path:
    """Give the place a path stands for, when the exchange may go there.

    A path that is not absolute lies in the home of the exchange; an absolute one must lie under one of the roots. Links
    and « .. » are followed first: what counts is where the path really leads.

    :param written: the setting
    :param roots: folders that the operator of the server has opened to the exchange
    :param home: folder of the exchange beside the database's own files
    :raise Refused: `no_path`, `outside_roots`

    >>> str(settle("/srv/sage/duret", ["/srv/sage"], Path("/var/lib")))
    '/srv/sage/duret'
    >>> settle("/srv/sage/../passwords", ["/srv/sage"], Path("/var/lib"))
    Traceback (most recent call last):
    ...
    sage.errors.Refused: outside_roots: /srv/sage/../passwords
    """
    text = (written or "").strip()
    if not text or "\0" in text:
        raise Refused("no_path")
    allowed = [Path(root).resolve() for root in roots if Path(root).is_absolute()]
    home = home.resolve()
    place = (home / text).resolve()
    if Path(text).is_absolute():
        fits = any(place.is_relative_to(root) for root in allowed)
    else:
        fits = place.is_relative_to(home)
    if not fits:
        raise Refused("outside_roots", text)
    return place


def lines_of(text: str) -> list[str]:
    """Give the lines of a setting that holds several values; blank lines and lines that begin with # say nothing.

    >>> lines_of("/srv/sage\\n\\n# the second one\\n /mnt/sage ")
    ['/srv/sage', '/mnt/sage']
    """
    lines = [line.strip() for line in (text or "").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def names_of(text: str) -> dict[str, str]:
    """Give « object=name » lines as a dictionary.

    :raise Refused: `bad_names` with the line that cannot be read, or that names an object twice

    >>> names_of("client = YWSBPC\\ncontact=YWSCNT")
    {'client': 'YWSBPC', 'contact': 'YWSCNT'}
    """
    names: dict[str, str] = {}
    for line in lines_of(text):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not (name and equals and value) or name in names:
            raise Refused("bad_names", line)
        names[name] = value
    return names
