from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools.mail import plaintext2html

from odoo.addons.duret_base.duret_phones import display

from ..call_words import DeadlinePassed, DeadlineUnreadable, read_deadline, say_deadline, suggestions
from ..call_words.form import ANSWERED_NOW, NOTE, TICKET, is_masked
from ..triage.text import prepare

CALLERS = ("res.partner", "helpdesk.ticket")
LISTED = 8  # results of the box
LISTED_NUMBER = 20  # contacts of one number: all are shown, nobody is « the first »
LONGEST_SEARCH = 200  # characters
LIKELY = 0.6  # probability from which a type is shown as proposed; it is seen, and one click changes it
COLLEAGUES = "internal"  # a type that a call of a client never has
KEY_INDEX = "crm_phonecall_duret_client_key_unique"


class DuretNewCall(models.AbstractModel):
    """« Nouvel appel »: what the form asks while a person is on the telephone, and the one call that saves it.

    Everything is read and written with the rights of who takes the call.
    """

    _name = "duret.new.call"
    _inherit = ["duret.new.call.refusals"]
    _description = "New Call"

    @api.model
    def start(self):
        """Give what the form needs once: kinds of request, and deadlines offered in one click.

        :return: dict: ``types`` (list of dict code, name), ``chips`` (list of str)
        """
        self._check_allowed()
        types = self.env["helpdesk.ticket.type"].search([("duret_code", "!=", False)], order="id")
        return {
            "types": [{"code": kind.duret_code, "name": kind.name} for kind in types],
            "chips": suggestions(fields.Datetime.now(), self._is_open_day()),
        }

    @api.model
    def lookup(self, text):
        """Find who calls, from a number in any writing, a name, an address or a reference.

        :param str text: as typed
        :return: dict: ``results`` (see ``duret.search.find``), ``number`` (the complete number typed, as it is
            shown, or False), ``masked`` (True when the text says that there was no number)
        """
        self._check_allowed()
        text = text.strip()[:LONGEST_SEARCH] if isinstance(text, str) else ""
        if not text or is_masked(text):
            return {"results": [], "number": False, "masked": bool(text)}
        number = self._shown_number(text)
        limit = LISTED_NUMBER if number else LISTED
        results = self.env["duret.search"].find(text, limit=limit, models=CALLERS)
        return {"results": results, "number": number, "masked": False}

    @api.model
    def open_caller(self, model, res_id):
        """Give the card of who was chosen in the list.

        :param str model: ``res.partner`` or ``helpdesk.ticket``
        :param int res_id: its id
        :return: dict: ``card`` (see ``res.partner.duret_client_card``, or False), ``ticket`` (dict id, number,
            name, or False)
        """
        self._check_allowed()
        record = self._existing(model, res_id) if model in CALLERS else False
        if not record:
            self._refuse("gone")
        is_ticket = model == "helpdesk.ticket"
        client = record.partner_id if is_ticket else record
        ticket = is_ticket and {"id": record.id, "number": record.number, "name": record.name}
        return {"card": client.duret_client_card() if client else False, "ticket": ticket}

    @api.model
    def read_deadline(self, text):
        """Say how « à rappeler avant » was understood.

        :param str text: as typed
        :return: dict: ``text`` (« demain à 9 h ») and ``closed`` (nobody answers at that time), or ``error``
        """
        try:
            moment = self._moment(text)
        except UserError as error:
            return {"error": str(error)}
        return {
            "text": say_deadline(moment, fields.Datetime.now()),
            "closed": not self.env.company.duret_is_open(moment),
        }

    @api.model
    def propose_type(self, subject):
        """Propose the kind of request from the words of the subject, while it is typed; a person's choice wins.

        :param str subject: as typed so far
        :return: str, code of a type, or False when the words do not say enough
        """
        self._check_allowed()
        subject = subject[:LONGEST_SEARCH] if isinstance(subject, str) else ""
        proposal, _version = self.env["duret.triage.model"]._propose(prepare(subject, ""))
        likely = proposal and proposal.type.probability >= LIKELY and proposal.type.label != COLLEAGUES
        return proposal.type.label if likely else False

    @api.model
    def find_duplicates(self, contact):
        """Say who may already be this new contact.

        :param dict contact: name, phone, email, street, zip, city as typed so far
        :return: see ``res.partner.duret_find_duplicates``
        """
        self._check_allowed()
        return self.env["res.partner"].duret_find_duplicates([contact if isinstance(contact, dict) else {}])[0]

    @api.model
    def log(self, values):
        """Write the call, its ticket, its contact and its promise at once, or nothing.

        The same form sent twice (double Enter, a cut network) gives the first answer again.

        :param dict values: see ``call_words.form.CallForm``; ``callback`` is text (« 16h »)
        :return: dict: ``call_id``, ``ticket_id``, ``ticket_number``, ``partner_id``, ``callback`` (as said, or
            False); or ``duplicates`` alone: nothing was written, a person has to choose
        :raises UserError: what is wrong, in the words of the form
        """
        self._check_allowed()
        form = self._form(values)
        known = self.env["crm.phonecall"].search([("duret_client_key", "=", form.key)], limit=1)
        if known:
            return self._answer(known)
        deadline = self._moment(form.callback) if form.callback else False
        partner, ticket = self._existing_caller(form)
        if form.contact and not partner:
            doubts = [] if form.confirmed else self.find_duplicates(form.contact)
            if doubts:
                return {"duplicates": doubts}
            partner = self._create_contact(form)
        self._add_number(form, partner)
        ticket = self._write_ticket(form, partner, ticket, deadline)
        return self._answer(self._write_call(form, partner, ticket), deadline)

    # -- reading ------------------------------------------------------------------------------------------------

    def _check_allowed(self):
        """Only those who may write in the journal of calls have the form.

        :raises AccessError: others
        """
        self.env["crm.phonecall"].check_access("create")

    def _existing(self, model, res_id):
        """Record that exists and may be read, or an empty one."""
        record = self.env[model].browse(res_id if type(res_id) is int else []).exists()
        return record._filtered_access("read")

    def _shown_number(self, text):
        complete = self.env["res.partner"]._duret_phone_e164(text)
        return complete and display(complete)

    def _is_open_day(self):
        """Function (date) → bool: the company answers on that day."""
        hours = self.env.company._duret_opening_hours(fields.Datetime.now())

        def is_open_day(day):
            openings = [(hours.next_opening(start), stop) for start, stop in hours.windows(day)]
            return any(opening and opening < stop for opening, stop in openings)

        return is_open_day

    def _moment(self, text):
        """Instant of « à rappeler avant ».

        :raises UserError: not understood, or over
        """
        try:
            return read_deadline(text, fields.Datetime.now(), self._is_open_day())
        except DeadlinePassed:
            self._refuse("passed", text=text)
        except DeadlineUnreadable:
            self._refuse("unreadable", text=text)

    def _existing_caller(self, form):
        """Contact and ticket chosen in the form, which somebody else may have removed since."""
        ticket = self._existing("helpdesk.ticket", form.ticket_id)
        partner = self._existing("res.partner", form.partner_id)
        if (form.ticket_id and not ticket) or (form.partner_id and not partner):
            self._refuse("gone")
        return partner or ticket.partner_id, ticket

    # -- writing ------------------------------------------------------------------------------------------------

    def _create_contact(self, form):
        """The unknown caller becomes a contact; his number is stored as everybody's."""
        values = {name: value or False for name, value in form.contact.items()}
        values["phone"] = form.contact["phone"] or form.number or False
        return self.env["res.partner"].create(values)

    def _add_number(self, form, partner):
        """One more number of a known contact, when the form says so."""
        complete = self.env["res.partner"]._duret_phone_e164(form.number)
        if form.add_number and partner and complete and complete not in partner.duret_phone_ids.mapped("e164"):
            last = max(partner.duret_phone_ids.mapped("sequence"), default=0)
            self.env["duret.phone"].create({"partner_id": partner.id, "number": form.number, "sequence": last + 1})

    def _write_ticket(self, form, partner, ticket, deadline):
        """Open the request, or add to the one that the client calls about.

        :return: helpdesk.ticket, empty for a call that needs none
        """
        if ticket:
            self._add_to_ticket(form, ticket, deadline)
        elif form.mode != NOTE:
            ticket = self.env["helpdesk.ticket"].duret_open_request(
                {
                    "name": form.subject,
                    "channel": "phone",
                    "type": form.type,
                    "partner_id": partner.id,
                    "partner_name": partner.name or self.env._("Unknown caller"),
                    "description": form.details,
                    "phone": form.number or partner.phone,
                    "callback_before": deadline,
                }
            )
        if form.mode == ANSWERED_NOW:
            ticket.duret_resolve()
        return ticket

    def _add_to_ticket(self, form, ticket, deadline):
        """Write what was said into the file of an existing request; a solved one goes on unless only noted."""
        ticket.check_access("write")
        if ticket.closed and form.mode == TICKET:
            ticket._duret_reopen()
        said = "\n".join(filter(None, (form.subject, form.details)))
        if said:
            ticket.message_post(body=plaintext2html(said), subtype_xmlid="mail.mt_note")
        if deadline:
            ticket.duret_plan_callback(deadline, phone=form.number or None)

    def _write_call(self, form, partner, ticket):
        """Write the journal. Two requests with one key: the second is run again and finds the first.

        :return: crm.phonecall
        """
        try:
            return self.env["crm.phonecall"].create(self._call_values(form, partner, ticket))
        except UniqueViolation as error:
            if error.diag.constraint_name != KEY_INDEX:
                raise
            raise ConcurrencyError(f"call {form.key} is being written twice") from error

    def _call_values(self, form, partner, ticket):
        now = fields.Datetime.now()
        unanswered = "pending" if form.direction == "in" else "cancel"
        return {
            "name": form.subject or ticket.name,
            "description": form.details or False,
            "direction": form.direction,
            "state": "done" if form.answered else unanswered,
            "duret_answered": form.answered,
            "partner_id": partner.id,
            "partner_phone": self._shown_number(form.number) or form.number or partner.phone,
            "duret_ticket_id": ticket.id,
            "date": now - timedelta(seconds=form.seconds),
            "date_closed": now,
            "duration": form.seconds / 60,
            "company_id": self.env.company.id,
            "duret_client_key": form.key,
        }

    def _answer(self, call, deadline=False):
        """What the form shows once the call is written."""
        ticket = call.duret_ticket_id
        return {
            "call_id": call.id,
            "ticket_id": ticket.id,
            "ticket_number": ticket.number or False,
            "partner_id": call.partner_id.id,
            "callback": say_deadline(deadline, fields.Datetime.now()) if deadline else False,
        }
