"""Telephone calls."""

from . import history


def write(env, scenario, refs):
    """Create the calls of the last three months."""
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
                "company_id": env.company.id,
            }
            for call in scenario.calls
        ]
    )
    history.backdate(calls, [call.at for call in scenario.calls])
