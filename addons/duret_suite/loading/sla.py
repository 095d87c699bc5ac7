"""Clocks of the requests: what happened to them, the waits for the client included."""


def write(env, scenario, refs):
    """Rebuild the clock of every ticket from its dates and its thread."""
    tickets = env["helpdesk.ticket"]
    pauses = {tickets.browse(refs[ticket.key]): _waits(ticket) for ticket in scenario.tickets}
    tickets.union(*pauses)._duret_rebuild_clock(pauses)


def _waits(ticket):
    """Periods in which nobody at Duret could do anything: from an answer of ours to what comes next.

    What comes next is the technician's report, for he comes at the time that suits the client; without a visit, the
    client's answer; else the closing.

    :param ticket: ticket of the scenario
    :return: list of (start, stop), naive UTC
    """
    waits = []
    for position, message in enumerate(ticket.messages):
        if message.side != "staff" or (waits and message.at < waits[-1][1]):
            continue
        later = [follower for follower in ticket.messages[position + 1 :] if follower.author != message.author]
        reports = [follower for follower in later if follower.side == "note"]
        stop = (reports or later)[0].at if later else ticket.closed
        if stop and stop > message.at:
            waits.append((message.at, stop))
    return waits
