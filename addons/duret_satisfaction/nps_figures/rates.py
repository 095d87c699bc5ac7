"""Response rate against what the company aims at."""

from dataclasses import dataclass

# Per cent: what paper forms reach at best, the target, the ambition.
MILESTONES = (30, 40, 60)


@dataclass(frozen=True)
class Rate:
    """Answers to requests that were sent.

    :ivar sent: requests sent, whatever became of them
    :ivar answered: those of them that were answered
    :ivar waiting: those that may still be answered; they count as sent
    """

    sent: int = 0
    answered: int = 0
    waiting: int = 0

    def __post_init__(self):
        if not 0 <= self.answered <= self.sent or not 0 <= self.waiting <= self.sent - self.answered:
            raise ValueError(f"{self.answered} answered and {self.waiting} waiting of {self.sent} sent")

    @property
    def percent(self):
        """Per cent of the requests that were answered, None when none was sent.

        >>> Rate(sent=8, answered=3).percent, Rate().percent
        (37.5, None)
        """
        return 100 * self.answered / self.sent if self.sent else None

    @property
    def reached(self):
        """Greatest milestone that is reached, 0 when none is.

        >>> [Rate(100, answered).reached for answered in (29, 30, 59, 60)]
        [0, 30, 40, 60]
        """
        return max((step for step in MILESTONES if self.sent and self.percent >= step), default=0)

    def to_reach(self, target):
        """Answers that are missing to reach a target with the same requests.

        :param int target: per cent
        :return: int, 0 when it is reached

        >>> Rate(sent=50, answered=12).to_reach(40)
        8
        """
        return max(0, -(-self.sent * target // 100) - self.answered)
