"""A year of opinions: who was asked after which visit, who was not and why, what came back, and what followed."""

import random
from datetime import datetime, timedelta

from . import phrases
from .catalogue import RATINGS
from .clock import Clock
from .records import Company, Opinion, Visit

ASK_AFTER, REMIND_AFTER = timedelta(days=2), timedelta(days=7)
PEACE = timedelta(days=30)  # one questionnaire for each client
CLOSED_AFTER = timedelta(days=45)  # the page takes no answer any more
DECIDED_AFTER = timedelta(days=12)  # what was held back has been decided by then
COMPLAINT = timedelta(days=15)  # from an unhappy answer to the end of its complaint
SEND_HOUR = 9.0
# Chances, out of one: an answer to the first mail, to the reminder, said on the telephone, or brought on paper.
FIRST, REMINDED, TOLD, PAPER = 0.27, 0.1, 0.05, 0.02
MOODS = ("happy", "neutral", "unhappy")
BUSY_MONTHS = (11, 12, 1)  # storms and heating: more haste, longer waits
WEIGHTS = {True: (9, 4, 4), False: (13, 4, 2)}
SCORES = {"happy": (9, 9, 10, 10, 10), "neutral": (7, 8, 8), "unhappy": (0, 2, 3, 4, 5, 6, 6)}
BEST = {"happy": (4, 5, 5, 5), "neutral": (3, 4, 4), "unhappy": (1, 2, 3)}
CALLS_BACK = {"happy": 0.02, "neutral": 0.1, "unhappy": 0.7}


class Opinions:
    """Asks about the finished visits of a company, in the order of time.

    :param rng: source of all choices, of its own: nothing else of the company depends on opinions
    :param clock: the present
    :param company: company with its visits and tickets; its opinions are added to it
    """

    def __init__(self, rng: random.Random, clock: Clock, company: Company):
        self.rng = rng
        self.clock = clock
        self.company = company
        self.asked: dict[str, datetime] = {}  # client -> last questionnaire
        self.unhappy: dict[str, datetime] = {}  # client -> when his complaint is settled
        self.cases = self._cases()

    def fill(self) -> None:
        """Add one opinion for each finished visit, whether its client was asked or not."""
        done = [visit for visit in self.company.visits if visit.stage == "completed"]
        for visit in sorted(done, key=lambda visit: (visit.left, visit.key)):
            self.company.opinions.append(self._opinion(visit))
        for visit in [visit for visit in self.company.visits if visit.stage == "cancelled"][:2]:
            self.company.opinions.append(Opinion(visit.key, "skipped", "cancelled"))
        self._liven()

    def _liven(self) -> None:
        """Whatever chance gave: two complaints of these days, one just settled, and two questionnaires to decide about."""
        visits = {visit.key: visit for visit in self.company.visits}
        answered = [opinion for opinion in self.company.opinions if opinion.state == "answered"]
        answered.sort(key=lambda opinion: opinion.at, reverse=True)
        for opinion, recovery in zip(answered[1:8:2], ("open", "open", "solved"), strict=False):
            opinion.score, opinion.recovery, opinion.second = self.rng.choice((2, 4, 5)), recovery, None
            opinion.marks = {rating: self.rng.choice(BEST["unhappy"]) for rating in RATINGS}
            opinion.comment, opinion.call_back = self.rng.choice(phrases.COMMENTS["unhappy"]), True
        unsent = [one for one in self.company.opinions if one.state == "planned" or one.reason == "recent"]
        unsent.sort(key=lambda opinion: visits[opinion.visit].left, reverse=True)
        for opinion in unsent[1:6:3]:
            opinion.state, opinion.reason = "held", "complaint"

    def _cases(self) -> dict[str, tuple[str, datetime]]:
        """Return clients who cannot be asked: {client: (reason, since when)}; private people without a login."""
        people = [client for client in self.company.clients if client.kind == "person" and not client.login]
        visited = {visit.client for visit in self.company.visits if visit.stage == "completed"}
        chosen = [client for client in people if client.key in visited][:5]
        since = [self.clock.now - timedelta(days=days) for days in (210, 300, 999, 999, 999)]
        reasons = ("opted_out", "bounced", "no_address", "sms", "sms")
        return {client.key: case for client, case in zip(chosen, zip(reasons, since, strict=True), strict=False)}

    # -- asking -------------------------------------------------------------

    def _opinion(self, visit: Visit) -> Opinion:
        case, since = self.cases.get(visit.client, ("", self.clock.now))
        channel = "sms" if case == "sms" else "mail"
        opinion = Opinion(visit.key, "planned", channel=channel)
        sending = self._sending(visit.left + ASK_AFTER)
        if case not in ("", "sms") and visit.left >= since:
            opinion.state, opinion.reason = "skipped", case
        elif visit.client in self.asked and sending - self.asked[visit.client] < PEACE:
            opinion.state, opinion.reason = "skipped", "recent"
        elif visit.client in self.unhappy and visit.left < self.unhappy[visit.client]:
            self._hold(opinion, visit, sending)
        elif sending <= self.clock.now:
            self._send(opinion, visit, sending)
        return opinion

    def _sending(self, moment: datetime) -> datetime:
        """Return when a message that is due leaves: at nine, on the first day on which clients are written to."""
        return self.clock.utc(self.clock.shift(self.clock.local(moment).date(), 0), SEND_HOUR)

    def _hold(self, opinion: Opinion, visit: Visit, sending: datetime) -> None:
        """A complaint is open: Claire decides, half of the time to ask all the same."""
        if self.clock.now - visit.left < DECIDED_AFTER:
            opinion.state, opinion.reason = "held", "complaint"
        elif self.rng.random() < 0.5:
            opinion.state, opinion.reason = "skipped", "by_person"
        else:
            self._send(opinion, visit, sending + timedelta(days=3))

    def _send(self, opinion: Opinion, visit: Visit, sending: datetime) -> None:
        opinion.state, opinion.sent = "sent", sending
        self.asked[visit.client] = sending
        reminder = self._sending(visit.left + REMIND_AFTER)
        source, at = self._answer_moment(opinion, sending, reminder)
        if reminder <= self.clock.now and (not at or at > reminder):
            opinion.reminded = reminder
        if at and at <= self.clock.now:
            self._answer(opinion, visit, source, at)
        elif self.clock.now - visit.left > CLOSED_AFTER:
            opinion.state = "expired"

    # -- answering ----------------------------------------------------------

    def _answer_moment(self, opinion: Opinion, sending: datetime, reminder: datetime):
        """Return by which way and when the client answers: (source, moment), or ("", None)."""
        luck = self.rng.random()
        hours = self.rng.expovariate(1 / 14)
        for chance, source, begin in (
            (FIRST, opinion.channel, sending),
            (REMINDED, opinion.channel, reminder),
            (TOLD, "phone", reminder + timedelta(days=2, hours=2)),
            (PAPER, "paper", reminder + timedelta(days=5, hours=3)),
        ):
            if luck < chance:
                longest = 90 if begin == sending else 200
                return source, self.clock.awake(begin + timedelta(hours=min(hours, longest)))
            luck -= chance
        return "", None

    def _answer(self, opinion: Opinion, visit: Visit, source: str, at: datetime) -> None:
        busy = self.clock.local(visit.left).month in BUSY_MONTHS
        mood = self.rng.choices(MOODS, weights=WEIGHTS[busy])[0]
        opinion.state, opinion.source, opinion.at = "answered", source, at
        opinion.score = self.rng.choice(SCORES[mood])
        opinion.marks = {rating: self.rng.choice(BEST[mood]) for rating in RATINGS}
        if busy and mood != "happy":
            opinion.marks["delay"] = min(opinion.marks["delay"], 3)  # a wait that is noticed, and alarms nobody
        opinion.comment = self.rng.choice(phrases.COMMENTS[mood])
        opinion.call_back = self.rng.random() < CALLS_BACK[mood]
        if mood == "unhappy":
            self._complain(opinion, visit)

    def _complain(self, opinion: Opinion, visit: Visit) -> None:
        """What became of the complaint that the answer opened."""
        age = self.clock.now - opinion.at
        self.unhappy[visit.client] = opinion.at + COMPLAINT
        if age < COMPLAINT:
            opinion.recovery = "open"
        elif age < COMPLAINT + timedelta(days=2):
            opinion.recovery = "solved"
        else:
            opinion.recovery = self.rng.choices(("recovered", "asked", "lost"), weights=(6, 3, 1))[0]
            if opinion.recovery != "asked":
                opinion.second = {"recovered": self.rng.choice((8, 9, 9, 10)), "lost": 4}[opinion.recovery]
