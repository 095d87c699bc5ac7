"""What there is to tell: the difference between what somebody was last told and what is true now.

Several changes between two messages make one message, and a change that was taken back makes none.
"""

CONFIRMATION, MOVED, CANCELLED = "confirmation", "moved", "cancelled"
ASSIGNED, CHANGED, REMOVED = "assigned", "changed", "removed"


def client_news(told, now, by_client=False):
    """Say which message a client needs.

    :param told: start (naive UTC) of the last message; None when he was told nothing, or that it is cancelled
    :param now: start of the visit now; None when it is cancelled, unplanned or not agreed
    :param bool by_client: he made the last change himself: he gets a confirmation, not news
    :return: CONFIRMATION, MOVED, CANCELLED, or None when there is nothing to tell

    >>> client_news(None, 9), client_news(9, 11), client_news(9, None), client_news(9, 9)
    ('confirmation', 'moved', 'cancelled', None)
    >>> client_news(9, 11, by_client=True)
    'confirmation'
    """
    if told == now:
        return None
    if now is None:
        return CANCELLED
    return CONFIRMATION if told is None or by_client else MOVED


def technician_news(told, now):
    """Say which message a technician needs.

    :param told: start (naive UTC) of the visit as he was last told, None when it was not his
    :param now: start of the visit now, None when it is not his or will not take place
    :return: ASSIGNED, CHANGED, REMOVED, or None
    """
    if told == now:
        return None
    if now is None:
        return REMOVED
    return ASSIGNED if told is None else CHANGED
