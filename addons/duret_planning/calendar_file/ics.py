"""Appointments as the text of an .ics file.

Times are written in the zone of Annecy with its rules (RFC 5545, 3.6.5), so that a calendar shows the hour of the
client's wall clock whatever its own zone is. The hour that comes twice in October is written in UTC: a local time
could not say which one is meant.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
ZONE = "Europe/Paris"
LINE = 75  # octets of a line without its end, RFC 5545, 3.1
_PARIS = ZoneInfo(ZONE)
# Directive 2000/84/EC: the last Sundays of March and October, at 1 h UTC.
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)
# Characters that a value must not hold; an end of line is written with an escape in texts (3.3.11), nowhere else.
_CONTROLS = dict.fromkeys((*range(32), 127))
_CONTROLS_OF_TEXT = {code: None for code in _CONTROLS if chr(code) != "\n"}


@dataclass(frozen=True)
class Appointment:
    """One appointment of a calendar.

    :ivar uid: identity that never changes, whatever is moved
    :ivar sequence: number that grows with each change of the time
    :ivar start: naive UTC
    :ivar stop: naive UTC
    :ivar stamp: naive UTC, when this text is written
    :ivar organizer: (name, address) or None
    :ivar alarm_minutes: remind so long before; 0 for none
    """

    uid: str
    sequence: int
    start: datetime
    stop: datetime
    stamp: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: tuple[str, str] | None = None
    is_cancelled: bool = False
    alarm_minutes: int = 0


def write(appointments, method=PUBLISH, name=""):
    """Write a calendar.

    :param appointments: iterable of :class:`Appointment`
    :param str method: PUBLISH (no answer is asked for) or CANCEL
    :param str name: name of the calendar, for those to which one subscribes
    :return: str with the line ends of the standard
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Duret//Planning//FR", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method}")
    if name:
        lines += [f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{ZONE}"]
    lines += _TIMEZONE
    for appointment in appointments:
        lines += _event(appointment)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _event(one):
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(one.uid)}",
        f"SEQUENCE:{one.sequence}",
        f"DTSTAMP:{one.stamp:%Y%m%dT%H%M%SZ}",
        _moment("DTSTART", one.start),
        _moment("DTEND", one.stop),
        f"SUMMARY:{_text(one.summary)}",
        f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
    ]
    lines += [f"{key}:{_text(text)}" for key, text in _texts(one)]
    if one.url:
        lines.append(f"URL:{one.url.translate(_CONTROLS)}")
    if one.organizer:
        lines.append(_organizer(*one.organizer))
    if one.alarm_minutes and not one.is_cancelled:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{one.alarm_minutes}M"]
        lines += [f"DESCRIPTION:{_text(one.summary)}", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _texts(one):
    return [(key, text) for key, text in (("DESCRIPTION", one.description), ("LOCATION", one.location)) if text]


def _organizer(name, address):
    # A quoted parameter has no way to write a quotation mark (3.2).
    shown = name.translate(_CONTROLS).replace('"', "'")
    return f'ORGANIZER;CN="{shown}":mailto:{address.translate(_CONTROLS)}'


def _moment(key, moment):
    """A property of time, in the zone of Annecy unless its clock shows that time twice.

    >>> _moment("DTSTART", datetime(2026, 11, 23, 8))
    'DTSTART;TZID=Europe/Paris:20261123T090000'
    >>> _moment("DTSTART", datetime(2026, 10, 25, 0, 30))
    'DTSTART:20261025T003000Z'
    """
    local = moment.replace(tzinfo=UTC).astimezone(_PARIS)
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        return f"{key}:{moment:%Y%m%dT%H%M%SZ}"
    return f"{key};TZID={ZONE}:{local:%Y%m%dT%H%M%S}"


def _text(text):
    """Escape a text (3.3.11).

    >>> _text("Hall; stairs, cellar")
    'Hall\\\\; stairs\\\\, cellar'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS_OF_TEXT)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _fold(line):
    """Cut a line into pieces of 75 octets at most, never inside a character (3.1)."""
    pieces, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += width
    return "\r\n".join(pieces)
