"""Codes of everything that keeps a client from being reminded."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a level is not sent, or not yet."""

    NO_ANCHOR = "no_anchor"
    STATE_CHANGED = "state_changed"
    RULE_PAUSED = "rule_paused"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    NO_CLIENT = "no_client"
    TOO_OLD = "too_old"
    WAITING = "waiting"
    NO_ANSWER = "no_answer"
    NEVER_OPEN = "never_open"
    BOUNCED = "bounced"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    NOT_DUE = "not_due"
    RECORD_PAUSED = "record_paused"
    THROTTLED = "throttled"
    QUIET_HOURS = "quiet_hours"


# The whole series ends (or never begins) for this occurrence of the anchor.
STOPPED = frozenset(
    {
        Reason.NO_ANCHOR,
        Reason.STATE_CHANGED,
        Reason.RULE_PAUSED,
        Reason.ANSWERED,
        Reason.OPTED_OUT,
        Reason.NO_CLIENT,
        Reason.TOO_OLD,
        Reason.WAITING,
        Reason.NO_ANSWER,
        Reason.NEVER_OPEN,
    }
)
# This level cannot reach the client; at its date it is passed over and the next one may follow.
PASSED_OVER = frozenset({Reason.BOUNCED, Reason.NO_EMAIL, Reason.NO_PHONE})
# The level will be sent, later than its delay says.
POSTPONED = frozenset({Reason.NOT_DUE, Reason.RECORD_PAUSED, Reason.THROTTLED, Reason.QUIET_HOURS})
