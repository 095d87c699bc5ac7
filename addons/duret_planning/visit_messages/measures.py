"""How long a booking takes, from the first ring to « it is confirmed »."""

from datetime import timedelta

# What began longer ago is another conversation: the client was told « we will call you back ».
CONVERSATION = timedelta(hours=2)


def began_at(opened, confirmed, candidates=()):
    """When the conversation that ended with an appointment began.

    :param datetime opened: naive UTC, when the booking form appeared, as its browser says
    :param datetime confirmed: naive UTC, when the appointment was written
    :param candidates: starts (naive UTC) of the calls and telephone requests of this client; those of another
        conversation do not count, nor those that begin after the end
    :return: naive UTC, the earliest of them; never after `confirmed`, a browser's clock may be wrong
    """
    opened = min(max(opened, confirmed - CONVERSATION), confirmed)
    return min([opened, *(moment for moment in candidates if confirmed - CONVERSATION <= moment <= confirmed)])
