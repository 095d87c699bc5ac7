"""The latest mails as the triage reads them: some are sorted by the program, the others wait on « À trier »."""

from odoo.tools.mail import plaintext2html

# Mails of this morning that only a person can sort: nothing in them says what the client wants.
UNCLEAR = (
    (
        "Suite à votre passage",
        "Bonjour,\nComme convenu mardi, je vous envoie le document. Pouvez-vous me dire la suite ?\nMerci d'avance.",
    ),
    (
        "Une question",
        "Bonjour,\nPouvez-vous me joindre quand vous aurez un moment ? C'est au sujet du bâtiment B.\nCordialement,",
    ),
    (
        "Conseil syndical",
        "Bonjour,\nLe conseil syndical aimerait votre avis avant l'assemblée du 12. À qui dois-je m'adresser ?",
    ),
    (
        "Changement d'occupant",
        "Bonjour,\nNous quittons la maison à la fin du mois, les nouveaux arrivent le 1er. Que devons-nous prévoir ?",
    ),
)


def write(env, scenario, refs):
    """Let the triage read the mails that nobody has taken up yet, as it does when they come in."""
    channel = env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")
    stage = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
    for ticket in env["helpdesk.ticket"].search([("channel_id", "=", channel.id), ("stage_id", "=", stage.id)]):
        vals = {"name": ticket.name, "description": ticket.description, "channel_id": channel.id}
        found = ticket._duret_with_triage(vals)
        read = {key: value for key, value in found.items() if key not in vals}
        ticket.write({"type_id": False, **read})
    _write_unclear(env, scenario, refs, channel)


def _write_unclear(env, scenario, refs, channel):
    """Mails of known clients, as the gateway writes them: the triage reads each while it is created."""
    senders = {ticket.client: ticket.messages[0].author for ticket in scenario.tickets}
    writers = [refs[f"writer:{client}:{author}"] for client, author in sorted(senders.items())]
    partners = env["res.partner"].browse(writers[:: max(1, len(writers) // len(UNCLEAR))][: len(UNCLEAR)])
    env["helpdesk.ticket"].create(
        [
            {
                "name": subject,
                "description": plaintext2html(text),
                "partner_id": partner.id,
                "partner_name": partner.name,
                "partner_email": partner.email,
                "team_id": env.ref("duret_helpdesk.team_customer_service").id,
                "channel_id": channel.id,
            }
            for (subject, text), partner in zip(UNCLEAR, partners, strict=True)
        ]
    )
