from odoo import api, fields, models

from ..sage.words_fr import sentence
from .sage_words import BRAKES

KINDS = [
    ("stopped", "The exchange stopped"),
    ("unreachable", "SAGE is out of reach"),
    ("late", "No exchange for a long time"),
    ("missing_file", "A file is missing"),
    ("silent", "No file of SAGE for a long time"),
    ("dead", "Something could not be sent"),
    ("rejected", "Lines were refused"),
    ("gaps", "Both sides differ"),
    ("taken_back", "In SAGE although taken back here"),
]


class DuretSageAlert(models.Model):
    """Something a person must look at: told once, closed by itself when it is over."""

    _name = "duret.sage.alert"
    _description = "SAGE Alert"
    _order = "begun_at desc, id desc"
    _rec_name = "sentence"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(KINDS, required=True)
    count = fields.Integer()
    code = fields.Char(help="Of the reason")
    detail = fields.Char()
    # Tells one event from the next of the same kind: the newest refused line, the last run that proved…
    event = fields.Char()
    sentence = fields.Char(compute="_compute_sentence")
    advice = fields.Char(string="What to do", compute="_compute_advice")
    state = fields.Selection([("open", "To look at"), ("over", "Over")], required=True, default="open")
    begun_at = fields.Datetime(required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime()
    activity_id = fields.Many2one("mail.activity", ondelete="set null", index="btree_not_null")

    _one_open = models.UniqueIndex("(backend_id, kind) WHERE state = 'open'", "This alert is already open.")

    @api.depends("kind", "count", "code", "detail")
    def _compute_sentence(self):
        for alert in self:
            alert.sentence = alert._words()

    def _words(self):
        """Say what is the matter, for the person in charge.

        :return: str
        """
        if self.kind in ("stopped", "unreachable"):
            return sentence(self.code or "", self.detail or "")
        words = {
            "late": self.env._("No exchange has gone well for %(count)s h.", count=self.count),
            "missing_file": self.env._("Files of SAGE never arrived: %(names)s", names=self.detail or ""),
            "silent": self.env._("No file of SAGE has come for %(count)s h.", count=self.count),
            "dead": self.env._("Changes that could not be sent to SAGE: %(count)s.", count=self.count),
            "rejected": self.env._("Lines of SAGE that were refused: %(count)s.", count=self.count),
            "taken_back": self.env._(
                "Records that SAGE has although they were cancelled or put aside here meanwhile: %(count)s.",
                count=self.count,
            ),
            "gaps": self.env._("Differences between Odoo and SAGE: %(count)s.", count=self.count),
        }
        return words[self.kind]

    @api.depends("kind", "code")
    def _compute_advice(self):
        for alert in self:
            alert.advice = alert._advice()

    def _advice(self):
        """Say what is to be done about it.

        :return: str
        """
        words = {
            "stopped": self._advice_of_stop(),
            "unreachable": self.env._("Look at SAGE's server and the network. Nothing is lost: everything waits."),
            "late": self.env._("Start an exchange by hand; if it does not begin, the queue of exchanges stands still."),
            "missing_file": self.env._("Start the export of SAGE again; this alert closes when the file arrives."),
            "silent": self.env._("Look whether SAGE's scheduled export runs and reaches the folder."),
            "dead": self.env._("Mend the reason on the record, then send it again."),
            "rejected": self.env._("Correct the record in SAGE; the next export brings it."),
            "gaps": self.env._("Each difference says what repairs it."),
            "taken_back": self.env._("Delete it in SAGE, or take the record up again here: the alert closes then."),
        }
        return words[self.kind]

    def _advice_of_stop(self):
        """Say what is to be done about a run that was stopped: a brake wants a manager, anything else a mender."""
        if self.code in BRAKES:
            return self.env._("Look at the report: if it is meant, a manager exchanges without brakes.")
        return self.env._("Look at the report and mend the reason; the next exchange goes on by itself.")

    def action_see_to(self):
        """Open the screen where this alert is settled.

        :return: an action
        :raises AccessError: who may not read SAGE's alerts
        """
        self.ensure_one()
        self.check_access("read")
        run = self._run_to_look_at()
        if run:
            return {
                "type": "ir.actions.act_window",
                "res_model": run._name,
                "res_id": run.id,
                "views": [(False, "form")],
            }
        name, filters = self._screen()
        action = self.env["ir.actions.actions"]._for_xml_id(f"duret_sage_sync.{name}")
        if action["type"] == "ir.actions.act_window":
            action["context"] = {**filters, "search_default_backend_id": self.backend_id.id}
        return action

    def _run_to_look_at(self):
        """Give the run that was stopped, when that is what the alert tells."""
        if self.kind not in ("stopped", "unreachable"):
            return self.env["duret.sage.run"]
        domain = [("backend_id", "=", self.backend_id.id), ("stopped", "=", self.code), ("rehearsal", "!=", True)]
        return self.env["duret.sage.run"].search(domain, limit=1)

    def _screen(self):
        """Give the list that shows what is the matter: (name of its action, filters that are on)."""
        if self.kind == "rejected":
            unseen = [("backend_id", "=", self.backend_id.id), ("seen_at", "=", False)]
            if not self.env["duret.sage.rejection"].search_count(unseen, limit=1):
                return "duret_sage_inbox_action", {"search_default_rejected": 1}
        screens = {
            "missing_file": ("duret_sage_file_action", {}),
            "silent": ("duret_sage_file_action", {}),
            "dead": ("duret_sage_operation_action_dead", {}),
            "rejected": ("duret_sage_rejection_action", {"search_default_waiting": 1}),
            "gaps": ("duret_sage_gap_action", {"search_default_open": 1}),
            "taken_back": ("duret_sage_operation_action", {"search_default_taken_back": 1}),
        }
        return screens.get(self.kind, ("duret_sage_cockpit_action", {}))

    def _tell(self):
        """Give the person in charge an activity on the company."""
        for alert in self:
            backend, user = alert.backend_id, alert.backend_id._person_in_charge()
            if not user:
                continue
            told = alert.with_context(lang=user.lang)
            kinds = dict(told._fields["kind"]._description_selection(told.env))
            alert.activity_id = backend.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=f"SAGE · {kinds[alert.kind]}",
                note=told._words(),
            )

    def _is_told(self):
        """Tell whether somebody still has this alert before his eyes."""
        return bool(self.activity_id.exists().filtered("active"))

    def _close(self):
        """It is over: nothing is left to do."""
        self.activity_id.exists().unlink()
        self.write({"state": "over", "ended_at": fields.Datetime.now()})
