from odoo import api, fields, models

from ..triage.text import prepare, signs_of
from .mail_thread import trace_of

# Channels whose requests are written freely by the client. A colleague who types a request chooses its type.
FREE_CHANNELS = ("mail", "portal", "website", "chatbot")
STAFF = "base.group_user"
KEPT_RANKS = 4  # likeliest types kept for the explanation


class DuretTicketTriage(models.AbstractModel):
    """What the classifier proposed for a request, and what a person decided."""

    _name = "duret.ticket.triage"
    _inherit = ["duret.ticket.sorting"]
    _description = "Ticket: Triage"

    duret_triage_state = fields.Selection(
        [
            ("none", "Not Concerned"),
            ("to_sort", "To Sort"),
            ("dispatched", "Sorted by the Program"),
            ("confirmed", "Sorted by a Person"),
        ],
        string="Sorting",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    duret_triage_type_id = fields.Many2one(
        "helpdesk.ticket.type", "Proposed Type", readonly=True, copy=False, ondelete="set null", groups=STAFF
    )
    duret_triage_team_id = fields.Many2one(
        "helpdesk.ticket.team", "Proposed Team", readonly=True, copy=False, ondelete="set null", groups=STAFF
    )
    duret_triage_probability = fields.Float("Certainty", readonly=True, copy=False, digits=(4, 3), groups=STAFF)
    duret_triage_detail = fields.Json(readonly=True, copy=False, groups=STAFF)
    duret_triage_sentence = fields.Char("Why This Type", compute="_compute_duret_triage_sentence", groups=STAFF)

    # -- proposing ----------------------------------------------------------------------------------------------

    @api.model
    def message_new(self, msg, custom_values=None):
        """Override: the names of the attached files help to tell what a message is about."""
        names = [file[0] for file in msg.get("attachments") or []]
        return super(DuretTicketTriage, self.with_context(duret_triage_files=names)).message_new(
            msg, custom_values=custom_values
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a request that came in free words and without a type gets one, or waits to be sorted."""
        return super().create([self._duret_with_triage(vals) for vals in vals_list])

    def _duret_with_triage(self, vals):
        """Complete values of a new ticket with what the classifier thinks. A type given by a person stays.

        Mail from colleagues has its type already; when the words say that it passes on a client's request, that is
        proposed to a person.
        """
        trace = trace_of(self.env)
        internal = bool(trace and trace.is_internal)
        if not self._duret_is_triaged(vals, internal):
            return vals
        message = self._duret_triage_message(vals, internal)
        proposal, version = self.env["duret.triage.model"]._propose(message)
        types = self.env["helpdesk.ticket.type"]._duret_ids_by_code("duret_code")
        if not proposal:
            return vals if internal else {**vals, "duret_triage_state": "to_sort"}
        kind = types.get(proposal.type.label)
        if internal and (not proposal.sure or proposal.type.label == "internal"):
            return vals
        found = self._duret_triage_values(proposal, version, kind, message)
        if proposal.sure and kind and not internal:
            found |= {"duret_triage_state": "dispatched", "type_id": kind}
            if found["duret_triage_team_id"]:
                found["team_id"] = found["duret_triage_team_id"]
        return {**vals, **found}

    def _duret_is_triaged(self, vals, internal):
        """Whether the values of a new ticket are to be read by the classifier."""
        channels = self.env["helpdesk.ticket.channel"]._duret_ids_by_code("duret_code")
        free = {channels[code] for code in FREE_CHANNELS if code in channels}
        untouched = "duret_triage_state" not in vals and (internal or not vals.get("type_id"))
        return untouched and vals.get("channel_id") in free

    def _duret_triage_message(self, vals, internal):
        """The words of a new ticket as the classifier reads them."""
        files = self.env.context.get("duret_triage_files") or ()
        signs = signs_of(internal, files=[str(name) for name in files])
        return prepare(str(vals.get("name") or ""), str(vals.get("description") or ""), True, signs)

    def _duret_triage_values(self, proposal, version, kind, message):
        """Values that keep a proposal and its reasons; the ticket waits for a person."""
        return {
            "duret_triage_state": "to_sort",
            "duret_triage_type_id": kind,
            "duret_triage_team_id": self._duret_triage_team(proposal.team.label),
            "duret_triage_probability": proposal.type.probability,
            "duret_triage_detail": {
                "version": version,
                "ranked": [[label, round(p, 3)] for label, p in proposal.type.ranked[:KEPT_RANKS]],
                "words": [list(pair) for pair in proposal.words],
                "urgency": proposal.urgency.label,
                "familiar": proposal.familiar,
                "signs": list(message.signs),
            },
        }

    def _duret_triage_team(self, code):
        """Team to propose: the one with this code, else False: the ticket stays where it arrived."""
        return self.env["helpdesk.ticket.team"]._duret_ids_by_code("duret_triage_code").get(code, False)

    # -- explaining ---------------------------------------------------------------------------------------------

    @api.depends("duret_triage_detail", "duret_triage_type_id", "duret_triage_state")
    @api.depends_context("lang")
    def _compute_duret_triage_sentence(self):
        for ticket in self:
            ticket.duret_triage_sentence = ticket._duret_triage_reason()

    def _duret_triage_reason(self):
        """Explain the proposal in one sentence of the reader's language; "" when there was none.

        :return: str
        """
        self.ensure_one()
        detail = self.duret_triage_detail or {}
        kind = self.duret_triage_type_id.name
        if not kind or "ranked" not in detail:
            return ""
        facts = {
            "type": kind,
            "percent": min(99, round(100 * self.duret_triage_probability)),
            "words": self.env._(", ").join(self.env._("“%(word)s”", word=word) for word, _part in detail["words"][:4]),
        }
        if not detail.get("familiar", True):
            return self.env._("Perhaps “%(type)s”: too few known words to be sure.", type=kind)
        if not facts["words"]:
            return self.env._("“%(type)s” (%(percent)s %%), from the whole of the message.", **facts)
        if self.duret_triage_state == "dispatched":
            return self.env._("Sorted as “%(type)s” (%(percent)s %% certain) because of the words %(words)s.", **facts)
        return self.env._("Probably “%(type)s” (%(percent)s %% certain) because of the words %(words)s.", **facts)
