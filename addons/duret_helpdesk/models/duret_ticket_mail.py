from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.mail import email_normalize, email_normalize_all, is_html_empty, plaintext2html

from ..mailroom.reference import with_number
from .mail_thread import trace_of

MAIL_CHANNEL = "helpdesk_mgmt.helpdesk_ticket_channel_email"


class DuretTicketMail(models.AbstractModel):
    """What a ticket does with mail: opened by a message, answered by another, acknowledged once."""

    _name = "duret.ticket.mail"
    _description = "Ticket: Mail"

    duret_is_internal = fields.Boolean(
        "Internal Request", readonly=True, index=True, copy=False, help="A colleague wrote, not a client."
    )

    @api.model
    def message_new(self, msg, custom_values=None):
        """Override: number, team, contact and follower are set; nobody is assigned by accident.

        helpdesk_mgmt assigns a mailed ticket to whoever the gateway runs as, a portal client included.
        """
        values = dict(custom_values or {})
        trace = trace_of(self.env)
        partner = self._duret_find_sender(msg)
        if partner:
            msg["author_id"] = partner.id
        values.setdefault("user_id", False)
        values.setdefault("team_id", self._duret_default_team().id)
        values.setdefault("name", msg.get("subject") or self._duret_company_text().env._("(no subject)"))
        values.setdefault("description", self._duret_description(msg))
        values.setdefault("partner_name", partner.name or msg.get("email_from"))
        values.setdefault("partner_id", partner.id)
        values.setdefault("channel_id", self._duret_mail_channel_id())
        if trace and trace.is_internal:
            values |= self._duret_internal_values()
        if trace and trace.related_id:
            values["duret_related_ticket_id"] = trace.related_id
        ticket = super().message_new(msg, custom_values=values)
        ticket._duret_add_follower(partner)
        if trace:
            trace.opened.append((self._name, ticket.id))
        return ticket

    def _duret_add_follower(self, partner):
        """Have the sender follow the new ticket, as `message_subscribe` does without asking what is known here.

        :param partner: res.partner, one or none
        """
        if (
            partner.active
            and partner not in self.message_partner_ids
            and not self.env.context.get("duret_no_subscription")
        ):
            every, _internal, external = self.env["mail.message.subtype"].default_subtypes(self._name)
            self._duret_insert_follower(partner, external if partner.partner_share else every)

    def _duret_insert_follower(self, partner, subtypes):
        """Store who follows a ticket that was just created, in one statement.

        Without `mail.followers.create`, by which Odoo looks for everything that depends on the followers of any
        model; all there is here is the ticket, whose values are forgotten below.

        :param partner: res.partner, one
        :param subtypes: mail.message.subtype
        """
        self.env.cr.execute(
            SQL(
                """WITH follower AS (
                       INSERT INTO mail_followers (res_model, res_id, partner_id) VALUES (%s, %s, %s) RETURNING id
                   )
                   INSERT INTO mail_followers_mail_message_subtype_rel (mail_followers_id, mail_message_subtype_id)
                   SELECT follower.id, kind FROM follower, unnest(%s::int[]) AS kind""",
                *(self._name, self.id, partner.id),
                subtypes.ids,
            )
        )
        self.modified(["message_follower_ids"])
        self.invalidate_recordset(["message_follower_ids", "message_partner_ids"], flush=False)

    def _message_compute_parent_id(self, parent_id):
        """Override: nothing was said before the message that opens a ticket; what was just created is known."""
        if not parent_id and self._duret_is_opening_message() and not self.message_ids:
            return False
        return super()._message_compute_parent_id(parent_id)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the ticket of a mail keeps the address of its sender without the name."""
        if trace_of(self.env):
            vals_list = [self._duret_with_bare_address(vals) for vals in vals_list]
        return super().create(vals_list)

    def _duret_with_bare_address(self, vals):
        address = email_normalize(vals.get("partner_email") or "")
        return {**vals, "partner_email": address} if address else vals

    def fields_get(self, allfields=None, attributes=None):
        """Override: to open a ticket by mail, Odoo describes every field and looks at their names only."""
        if trace_of(self.env) and allfields is None and attributes is None:
            return {name: {} for name in self._fields}
        return super().fields_get(allfields=allfields, attributes=attributes)

    def _duret_internal_values(self):
        """Values of a request between services."""
        kind = self.env["helpdesk.ticket.type"].search([("duret_code", "=", "internal")], limit=1)
        return {"duret_is_internal": True, "type_id": kind.id}

    def message_update(self, msg, update_vals=None):
        """Override: a client's answer to a closed or archived ticket brings it back among the open ones."""
        result = super().message_update(msg, update_vals=update_vals)
        trace = trace_of(self.env)
        if trace and not trace.only_in_thread:
            self._duret_reopen()
        return result

    def _duret_reopen(self):
        """Back to the first stage of work for tickets whose file goes on."""
        self.filtered(lambda ticket: not ticket.active).active = True
        for ticket in self.filtered("closed"):
            stages = ticket.team_id._get_applicable_stages().filtered(lambda stage: not stage.closed)
            ticket.stage_id = stages.filtered(lambda stage: not stage.unattended)[:1] or stages[:1]

    def _duret_description(self, msg):
        """Body of the message, or a placeholder: the field is required and an empty mail may have files."""
        body = msg.get("body") or ""
        if "<img" in body or "<span" in body or not is_html_empty(body):
            return body
        return plaintext2html(self._duret_company_text().env._("(message without text)"))

    def _duret_company_text(self):
        """This model in the company's language, for texts that are stored: the gateway itself speaks none."""
        return self.with_context(lang=self.env.company.partner_id.lang)

    def _duret_default_team(self):
        """Team of mail that names none."""
        team_id = self.env["ir.model.data"]._xmlid_to_res_id("duret_helpdesk.team_customer_service")
        return self.env["helpdesk.ticket.team"].browse(team_id or [])

    def _prepare_ticket_number(self, values):
        """Override: the program knows by heart which sequence numbers the requests.

        :return: str, "/" when there is no sequence
        """
        company_id = values.get("company_id") or self.env.company.id
        # sudo: every request is numbered, whoever opens it.
        sequences = self.env["ir.sequence"].sudo().with_company(company_id)
        sequence_id = sequences._duret_id_by_code("helpdesk.ticket.sequence", company_id)
        return sequences.browse(sequence_id)._next() if sequence_id else "/"

    def _duret_mail_channel_id(self):
        return self.env["ir.model.data"]._xmlid_to_res_id(MAIL_CHANNEL, raise_if_not_found=True)

    def _duret_find_sender(self, msg):
        """Contact of the sender: an existing one by its normalized address, else a new one.

        No contact is made of a robot's address. The sender's row is locked (see `duret.mail.sender`), so two
        first messages arriving together make one contact.
        """
        trace = trace_of(self.env)
        partners = self.env["res.partner"].browse(msg.get("author_id") or [])
        address = email_normalize(msg.get("email_from") or "")
        if partners or not address:
            return partners
        return self.env["mail.thread"]._partner_find_from_emails_single(
            [msg["email_from"]],
            no_create=bool(trace) and trace.is_robot,
            additional_values={address: self._duret_sender_values(trace)},
        )[:1]

    def _duret_sender_values(self, trace):
        """Values of a contact made of an unknown sender: a colleague belongs to the company."""
        home = self.env.company.partner_id
        home.fetch(["lang"])
        return {"lang": home.lang} | ({"parent_id": home.id} if trace and trace.is_internal else {})

    @api.model
    def _duret_create_from_unreadable(self, row):
        """Ticket for a stored message that no parser accepts: its readable text, and the message as a file."""
        env = self._duret_company_text().env
        ticket = self.create(
            {
                "name": row.subject or env._("(no subject)"),
                "description": plaintext2html(row.preview or env._("(unreadable message)")),
                "partner_name": row.sender,
                "partner_email": row.sender_email or row.sender,
                "team_id": self._duret_default_team().id,
                "channel_id": self._duret_mail_channel_id(),
                "user_id": False,
            }
        )
        ticket.message_post(
            body=env._("The message could not be read by the gateway; the original is attached."),
            attachments=[(row.eml_name, row._raw())],
            subtype_xmlid="mail.mt_note",
        )
        return ticket

    # -- who may write here -------------------------------------------------------------------------------------

    def _duret_accepts_sender(self, email):
        """Override: only the people of the ticket may answer in it: its contact and copies, its followers, those
        who wrote in it or to whom it was written, and the staff."""
        self.ensure_one()
        address = email_normalize(email or "")
        return bool(address) and (address in self._duret_participants() or self._duret_is_staff(address))

    def _duret_participants(self):
        """Normalized addresses of everybody who is part of the ticket."""
        # sudo: called by the gateway to decide about access; nothing of it is shown.
        ticket = self.sudo()
        messages = ticket.message_ids.filtered(lambda message: message.message_type != "notification")
        partners = ticket.partner_id | ticket.message_partner_ids | messages.author_id | messages.partner_ids
        typed = [ticket.partner_email, ticket.email_cc]
        typed += messages.mapped("email_from") + messages.mapped("incoming_email_to")
        typed += messages.mapped("incoming_email_cc")
        return set(partners.mapped("email_normalized")) | set(email_normalize_all(",".join(filter(None, typed))))

    def _duret_is_staff(self, address):
        # sudo: whether an address belongs to an internal user decides about access; nothing of it is shown.
        users = self.env["res.users"].sudo()
        return bool(users.search_count([("email_normalized", "=", address), ("share", "=", False)], limit=1))

    def _duret_thread_reference(self):
        """Message-Id of the latest public message, for an answer whose headers were lost."""
        # sudo: the gateway has just checked that the author may write in this ticket.
        messages = self.sudo().message_ids.filtered("message_id")
        public = messages.filtered(lambda message: not message.subtype_id.internal)
        return (public or messages).sorted("id")[-1:].message_id or ""

    # -- outgoing mail ------------------------------------------------------------------------------------------

    def _message_compute_subject(self):
        """Override: the number in brackets, which survives « Re: » and finds the ticket when headers are lost."""
        self.ensure_one()
        return with_number(self.number, self.name or "")

    def _duret_sender_address(self):
        """« Company <team alias> »: what the client sees as sender, and may answer to."""
        reply_to = self._notify_get_reply_to()[self.id]
        return reply_to or self.company_id.email_formatted

    def action_open_duret_mail(self):
        """Button: the stored messages of this ticket."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_helpdesk.duret_mail_inbox_action")
        return action | {"domain": [("ticket_id", "=", self.id)], "context": {}}
