"""Which promise applies to a request: the most specific one, and why."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """What is known of a request when a promise is chosen (ids of records, code of the priority)."""

    company: int
    team: int | None = None
    type: int | None = None
    priority: str = "1"
    contract: bool = False
    category: int | None = None
    tags: frozenset = frozenset()


@dataclass(frozen=True)
class Policy:
    """A promise and whom it is for; an empty condition holds for everybody.

    :ivar kind: "response" or "resolution"
    :ivar minutes: working minutes promised
    :ivar min_priority: lowest priority it is for, "" for all
    :ivar domain: further condition, read by the caller
    """

    id: int
    kind: str
    minutes: int
    company: int | None = None
    teams: frozenset = field(default_factory=frozenset)
    types: frozenset = field(default_factory=frozenset)
    min_priority: str = ""
    contract: bool = False
    categories: frozenset = field(default_factory=frozenset)
    tags: frozenset = field(default_factory=frozenset)
    domain: str = ""

    def criteria(self):
        """Give the names of the conditions it sets, the most telling first."""
        conditions = (
            ("contract", self.contract),
            ("type", self.types),
            ("priority", self.min_priority),
            ("team", self.teams),
            ("category", self.categories),
            ("tag", self.tags),
            ("filter", self.domain),
        )
        return tuple(name for name, value in conditions if value)

    def fits(self, facts):
        """Tell whether a request meets every condition but the filter."""
        return (
            self.company in (None, facts.company)
            and (not self.teams or facts.team in self.teams)
            and (not self.types or facts.type in self.types)
            and facts.priority >= self.min_priority
            and (facts.contract or not self.contract)
            and (not self.categories or facts.category in self.categories)
            and (not self.tags or bool(self.tags & facts.tags))
        )


@dataclass(frozen=True)
class Choice:
    """The promise that applies.

    :ivar policy: Policy
    :ivar criteria: names of the conditions it met
    :ivar rivals: how many others applied as well
    """

    policy: Policy
    criteria: tuple
    rivals: int


def choose(policies, kind, facts, accepts=lambda policy: True):
    """Choose the promise of one kind: most conditions met first, then the shortest time, then the oldest.

    :param policies: iterable of Policy
    :param str kind: "response" or "resolution"
    :param Facts facts: the request
    :param accepts: answers whether the filter of a policy lets the request through
    :return: Choice, or None when none applies
    """
    fitting = [policy for policy in policies if policy.kind == kind and policy.fits(facts)]
    fitting = [policy for policy in fitting if not policy.domain or accepts(policy)]
    if not fitting:
        return None
    best = min(fitting, key=lambda policy: (-len(policy.criteria()), policy.minutes, policy.id))
    return Choice(best, best.criteria(), len(fitting) - 1)
