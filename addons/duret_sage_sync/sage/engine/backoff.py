"""When to try again: waits that double, with chance in them so that retries do not come in step."""

from datetime import timedelta
from random import Random


def delay(attempts: int, first: timedelta, longest: timedelta, chance: Random) -> timedelta:
    """Give the wait before the next attempt.

    Half of the wait is certain, half is chance ("equal jitter" of the article "Exponential Backoff And Jitter", AWS
    Architecture Blog, 2015): a write whose outcome is unknown must have time to show itself.

    :param attempts: how many were made, at least 1
    :param first: wait after the first
    :param longest: no wait is longer
    :param chance: source of chance, given so that tests repeat

    >>> minute, hour = timedelta(minutes=1), timedelta(hours=1)
    >>> [60 <= delay(2, minute, hour, Random(seed)).total_seconds() <= 120 for seed in range(3)]
    [True, True, True]
    """
    wait = min(longest, first * 2 ** min(attempts - 1, 20))
    return wait / 2 + wait / 2 * chance.random()
