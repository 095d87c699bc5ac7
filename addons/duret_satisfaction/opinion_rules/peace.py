"""One questionnaire for each client in so many days: who counts as the same client, and since when."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Asked:
    """One request, seen as a question put to somebody.

    :ivar id: of the request; among requests of one day the first one asks
    :ivar ears: what makes its client the same as another's, see :func:`same_ear`
    :ivar day: when the client is (or was) asked
    :ivar is_sent: the question has left; nothing comes before it any more
    """

    id: int
    ears: frozenset
    day: date
    is_sent: bool = False


def same_ear(contact_id, firm_id, is_firm, email):
    """What a question sent to this contact has in common with those that would disturb the same person.

    A private person is one with the members of his household's file. In a firm each contact is asked for himself:
    the many employees of a building manager are not one client. Two files with one address are one person.

    :param int contact_id: contact who is written to
    :param int firm_id: its commercial entity
    :param bool is_firm: the commercial entity is a company
    :param str email: normalised address, or something empty
    :return: frozenset; two contacts are the same when theirs have an element in common
    """
    own = ("contact", contact_id) if is_firm else ("household", firm_id)
    return frozenset({own, ("address", email)} if email else {own})


def days_since_asked(one, others):
    """Days between the last question that the same client got before this one, and this one.

    :param Asked one: the request looked at
    :param others: iterable of Asked; itself may be among them
    :return: int of days, 0 on the same day; None when he was never asked before
    """
    before = [
        other.day for other in others if other.id != one.id and other.ears & one.ears and _comes_before(other, one)
    ]
    return (one.day - max(before)).days if before else None


def _comes_before(other, one):
    """What has left comes first; of two that wait, the one of the earlier day, then of the smaller number."""
    if other.is_sent:
        return True
    return not one.is_sent and (other.day, other.id) < (one.day, one.id)
