"""Requests: tickets, their threads, followers, deadlines and follow-ups."""

from odoo import Command
from odoo.tools.mail import plaintext2html

from . import history

STAGES = {
    "new": "helpdesk_mgmt.helpdesk_ticket_stage_new",
    "in_progress": "helpdesk_mgmt.helpdesk_ticket_stage_in_progress",
    "awaiting": "helpdesk_mgmt.helpdesk_ticket_stage_awaiting",
    "done": "helpdesk_mgmt.helpdesk_ticket_stage_done",
    "cancelled": "helpdesk_mgmt.helpdesk_ticket_stage_cancelled",
}
TAG_COLOURS = (1, 4, 3, 2, 5, 9, 10, 6)


def write(env, scenario, refs):
    """Create the tickets in the order of time, with everything around them.

    :param refs: receives "<ticket key>"
    """
    team = _staff_team(env, refs)
    tickets = env["helpdesk.ticket"].create(_ticket_values(env, scenario, refs, team))
    refs.update({ticket.key: record.id for ticket, record in zip(scenario.tickets, tickets, strict=True)})
    history.backdate(tickets, [ticket.created for ticket in scenario.tickets])
    _write_messages(env, scenario, refs)
    _write_followers(env, scenario, refs)
    _write_measures(scenario, tickets)
    tickets.set_sla()
    tickets._duret_assess_priority()
    _write_follow_ups(env, scenario, refs)


def _staff_team(env, refs):
    """Put Claire at the front desk, with Sandrine behind her."""
    env.company.duret_front_desk_user_id = refs["user:claire"]
    team = env.ref("duret_helpdesk.team_customer_service")
    team.write(
        {
            "user_ids": [Command.set([refs["user:claire"], refs["user:sandrine"]])],
            "user_id": refs["user:sandrine"],
            "duret_backup_user_id": refs["user:sandrine"],
            "use_sla": True,
            "resource_calendar_id": env.company.resource_calendar_id.id,
        }
    )
    return team


def _ticket_values(env, scenario, refs, team):
    """Values of the tickets. Priority is left to the program, which finds it in what the client wrote."""
    stages = {key: env.ref(xmlid).id for key, xmlid in STAGES.items()}
    categories = _names(env["helpdesk.ticket.category"], {ticket.category for ticket in scenario.tickets})
    types = _coded(env["helpdesk.ticket.type"])
    channels = _coded(env["helpdesk.ticket.channel"])
    result = []
    for ticket in scenario.tickets:
        first = ticket.messages[0]
        writer = refs[f"writer:{ticket.client}:{first.author}"]
        owner = refs.get(f"user:{ticket.owner}")
        result.append(
            {
                "name": ticket.title,
                "description": plaintext2html(first.body),
                "partner_id": writer,
                "partner_name": first.author,
                "partner_email": env["res.partner"].browse(writer).email,
                "team_id": team.id,
                "user_id": owner,
                "assigned_date": owner and ticket.created,
                "stage_id": stages[ticket.stage],
                "category_id": categories[ticket.category],
                "type_id": types[ticket.kind],
                "channel_id": channels[ticket.channel],
                "last_stage_update": ticket.closed or ticket.messages[-1].at,
                "closed_date": ticket.closed,
            }
        )
    return result


def _coded(model):
    """Return {code: id} of the types or channels that the program knows."""
    return {record.duret_code: record.id for record in model.search([("duret_code", "!=", False)])}


def _write_measures(scenario, tickets):
    """Say when each ticket was first answered, since when its client is awaited, and how often he wrote."""
    rows = []
    for ticket, record in zip(scenario.tickets, tickets, strict=True):
        answers = [message.at for message in ticket.messages if message.side == "staff"]
        waiting = ticket.messages[-1].at if ticket.stage == "awaiting" else None
        rows.append((record.id, min(answers, default=None), waiting))
    columns = {"duret_first_response_date": "timestamp", "duret_waiting_since": "timestamp"}
    history.set_columns(tickets, columns, rows)
    contacts = {
        record: sum(message.side == "client" for message in ticket.messages)
        for ticket, record in zip(scenario.tickets, tickets, strict=True)
    }
    for count, written in tickets.grouped(contacts.get).items():
        written.write({"duret_contact_count": max(1, count)})


def _names(model, names):
    """Return {name: id}, creating the names that are missing."""
    known = {record.name: record.id for record in model.search([("name", "in", list(names))])}
    missing = sorted(names - known.keys())
    created = model.create([{"name": name} for name in missing])
    return known | {record.name: record.id for record in created}


def _write_messages(env, scenario, refs):
    comment, note = env.ref("mail.mt_comment").id, env.ref("mail.mt_note").id
    model = env["helpdesk.ticket"]
    rows = []
    for ticket in scenario.tickets:
        for message in ticket.messages:
            client = message.side == "client"
            key = f"writer:{ticket.client}:{message.author}" if client else f"partner:{message.author}"
            author = env["res.partner"].browse(refs[key])
            rows.append(
                {
                    "model": model._name,
                    "res_id": refs[ticket.key],
                    "subject": ticket.title,
                    "body": plaintext2html(message.body),
                    "author_id": author.id,
                    "email_from": author.email_formatted,
                    "reply_to": env.company.email_formatted,
                    "date": message.at,
                    "message_type": "email" if client else "comment",
                    "subtype_id": note if message.side == "note" else comment,
                    "is_internal": message.side == "note",
                }
            )
    messages = env["mail.message"].create(rows)
    history.backdate(messages, [message.at for ticket in scenario.tickets for message in ticket.messages])


def _write_followers(env, scenario, refs):
    comment = env.ref("mail.mt_comment").id
    pairs = {
        (refs[ticket.key], refs[key])
        for ticket in scenario.tickets
        for key in [f"writer:{ticket.client}:{ticket.messages[0].author}"]
        + ([f"partner:{ticket.owner}"] if ticket.owner else [])
    }
    env["mail.followers"].create(
        [
            {
                "res_model": "helpdesk.ticket",
                "res_id": ticket_id,
                "partner_id": partner_id,
                "subtype_ids": [Command.set([comment])],
            }
            for ticket_id, partner_id in sorted(pairs)
        ]
    )


def _write_follow_ups(env, scenario, refs):
    model = env["ir.model"]._get_id("helpdesk.ticket")
    call = env.ref("duret_relance.mail_activity_type_call_back").id
    other = env.ref("duret_relance.mail_activity_type_follow_up").id
    env["mail.activity"].create(
        [
            {
                "res_model_id": model,
                "res_id": refs[ticket.key],
                "activity_type_id": call if ticket.follow_up[1].startswith("Rappeler") else other,
                "summary": ticket.follow_up[1],
                "date_deadline": ticket.follow_up[0].date(),
                "user_id": refs[f"user:{ticket.follow_up[2]}"],
            }
            for ticket in scenario.tickets
            if ticket.follow_up
        ]
    )
