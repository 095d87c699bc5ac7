"""The latest mails as the triage reads them: some are sorted by the program, the others wait on « À trier »."""


def write(env, scenario, refs):
    """Let the triage read the mails that nobody has taken up yet, as it does when they come in."""
    channel = env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")
    stage = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
    for ticket in env["helpdesk.ticket"].search([("channel_id", "=", channel.id), ("stage_id", "=", stage.id)]):
        vals = {"name": ticket.name, "description": ticket.description, "channel_id": channel.id}
        found = ticket._duret_with_triage(vals)
        read = {key: value for key, value in found.items() if key not in vals}
        ticket.write({"type_id": False, **read})
