"""Telephone calls, and the requests they are about."""

from datetime import timedelta

from . import history

ABOUT = timedelta(days=12)  # a call in the days after a request is about it


def write(env, scenario, refs):
    """Create the calls of the last three months."""
    tickets_of = _requests_by_client(scenario)
    calls = env["crm.phonecall"].create(
        [
            {
                "name": call.subject,
                "description": call.notes,
                "partner_id": refs[call.client],
                "partner_phone": call.number,
                "direction": call.direction,
                "user_id": refs[f"user:{call.owner}"],
                "date": call.at,
                "date_closed": call.at if call.state == "done" else False,
                "duration": call.minutes,
                "state": call.state,
                "duret_answered": bool(call.minutes),
                "duret_ticket_id": refs.get(_request_of(call, tickets_of)),
                "company_id": env.company.id,
            }
            for call in scenario.calls
        ]
    )
    history.backdate(calls, [call.at for call in scenario.calls])


def _requests_by_client(scenario):
    """Return {client key: his tickets}."""
    found = {}
    for ticket in scenario.tickets:
        found.setdefault(ticket.client, []).append(ticket)
    return found


def _request_of(call, tickets_of):
    """Key of the last request that the client made in the days before the call, and that was open then."""
    recent = [
        ticket
        for ticket in tickets_of.get(call.client, ())
        if timedelta(0) <= call.at - ticket.created <= ABOUT and (not ticket.closed or ticket.closed >= call.at)
    ]
    return max(recent, key=lambda ticket: ticket.created).key if recent else None
