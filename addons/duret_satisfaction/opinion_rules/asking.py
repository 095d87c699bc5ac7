"""What becomes of one request, from the facts that are known of it."""

from dataclasses import dataclass
from enum import StrEnum

PLANNED, HELD, SKIPPED = "planned", "held", "skipped"
MAIL, SMS = "mail", "sms"


class Reason(StrEnum):
    """Why a client is not asked."""

    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    NO_ADDRESS = "no_address"
    INTERNAL = "internal"
    RECENT = "recent"
    COMPLAINT = "complaint"
    NO_SURVEY = "no_survey"
    CANCELLED = "cancelled"
    CLIENT_GONE = "client_gone"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class Facts:
    """What is known of one request.

    :ivar is_done: what it is about is still done: neither reopened nor cancelled nor deleted
    :ivar has_client: the client's file still exists
    :ivar is_internal: somebody of the company, or the company itself
    :ivar age_days: days since it was done
    :ivar has_survey: there is a questionnaire to send
    :ivar opted_out: refuses these questions, or every mail
    :ivar bounced: his mail address is in error
    :ivar asked_days: days between the last questionnaire sent to him and this one, None when there was none
    :ivar has_complaint: a complaint of his is open
    :ivar by_person: somebody decided that he is asked in spite of what we know of him
    """

    is_done: bool = True
    has_client: bool = True
    is_internal: bool = False
    age_days: int = 0
    has_survey: bool = True
    opted_out: bool = False
    has_email: bool = True
    bounced: bool = False
    has_mobile: bool = False
    asked_days: int | None = None
    has_complaint: bool = False
    by_person: bool = False


@dataclass(frozen=True)
class Verdict:
    """State of the request, with the reason when it is not sent and the channel when it is (or may be)."""

    state: str
    reason: Reason | None = None
    channel: str | None = None


def decide(facts, gap_days, max_age_days):
    """Decide whether a client is asked. The first reason that applies is given.

    What nobody may pass over comes first; a person who decided to ask passes over the age, the peace of the client
    and his complaint.

    :param Facts facts: what is known
    :param int gap_days: least days between two questionnaires to one client, 0 = no limit
    :param int max_age_days: what was done longer ago is not asked about
    :return: Verdict
    """
    refused = _refused(facts)
    if refused:
        return Verdict(SKIPPED, refused)
    channel = _channel(facts)
    if not channel:
        return Verdict(SKIPPED, Reason.BOUNCED if facts.has_email else Reason.NO_ADDRESS)
    if facts.by_person:
        return Verdict(PLANNED, channel=channel)
    return _spared(facts, channel, gap_days, max_age_days)


def _refused(facts):
    """Reason that no person can pass over, or None."""
    if not facts.is_done:
        return Reason.CANCELLED
    if not facts.has_client:
        return Reason.CLIENT_GONE
    if facts.is_internal:
        return Reason.INTERNAL
    if facts.opted_out:
        return Reason.OPTED_OUT
    return None if facts.has_survey else Reason.NO_SURVEY


def _channel(facts):
    """By mail when it can arrive, else by text message, else not at all."""
    if facts.has_email and not facts.bounced:
        return MAIL
    return SMS if facts.has_mobile else None


def _spared(facts, channel, gap_days, max_age_days):
    """Leave in peace whoever was asked a short time ago; let a person decide about whoever complains."""
    if facts.age_days > max_age_days:
        return Verdict(SKIPPED, Reason.TOO_OLD)
    if facts.asked_days is not None and facts.asked_days < gap_days:
        return Verdict(SKIPPED, Reason.RECENT)
    if facts.has_complaint:
        return Verdict(HELD, Reason.COMPLAINT, channel)
    return Verdict(PLANNED, channel=channel)
