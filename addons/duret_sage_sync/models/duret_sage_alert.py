from odoo import api, fields, models

from ..sage.words_fr import sentence

KINDS = [
    ("stopped", "The exchange stopped"),
    ("unreachable", "SAGE is out of reach"),
    ("late", "No exchange for a long time"),
    ("missing_file", "A file is missing"),
    ("dead", "Something could not be sent"),
    ("rejected", "Lines were refused"),
    ("gaps", "Both sides differ"),
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
    state = fields.Selection([("open", "Open"), ("over", "Over")], required=True, default="open")
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
            "dead": self.env._("Changes that could not be sent to SAGE: %(count)s.", count=self.count),
            "rejected": self.env._("Lines of SAGE that were refused: %(count)s.", count=self.count),
            "gaps": self.env._("Differences between Odoo and SAGE: %(count)s.", count=self.count),
        }
        return words[self.kind]

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
