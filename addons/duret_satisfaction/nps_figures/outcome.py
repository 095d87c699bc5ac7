"""What became of one request, packed into a number: rows of the same outcome are counted together.

Grouping a hundred thousand rows by one small number is several times as fast as twelve conditional counts on texts.
"""

SENT, ANSWERED, WAITING, RATED, UNHAPPY = 1, 2, 4, 8, 16
PROMOTERS, PASSIVES, DETRACTORS = 32, 64, 128
RECOVERED, LOST = 256, 512
CLASSES = {"promoter": PROMOTERS, "passive": PASSIVES, "detractor": DETRACTORS}
RECOVERIES = {"recovered": RECOVERED, "lost": LOST}
# What is counted, and the bits a row needs for it.
COUNTS = {
    "sent": SENT,
    "sent_answered": SENT | ANSWERED,
    "waiting": SENT | WAITING,
    "answered": ANSWERED,
    "promoters": PROMOTERS,
    "passives": PASSIVES,
    "detractors": DETRACTORS,
    "rated": RATED,
    "unhappy": UNHAPPY,
    "recovered": RECOVERED,
    "lost": LOST,
}


def outcome(sent=False, answered=False, waiting=False, rated=False, unhappy=False, nps_class="", recovery=""):
    """Pack what became of a request.

    :param nps_class: promoter, passive, detractor, or nothing without a recommendation
    :param recovery: recovered or lost; anything else counts as not decided
    :return: int, 0 to 1023

    >>> outcome(sent=True, answered=True, nps_class="promoter")
    35
    """
    flags = {SENT: sent, ANSWERED: answered, WAITING: waiting, RATED: rated, UNHAPPY: unhappy}
    return sum(bit for bit, value in flags.items() if value) + CLASSES.get(nps_class, 0) + RECOVERIES.get(recovery, 0)


def counted(number, what):
    """Whether a packed outcome counts for one of COUNTS.

    >>> counted(35, "sent_answered"), counted(35, "waiting")
    (True, False)
    """
    return number & COUNTS[what] == COUNTS[what]
