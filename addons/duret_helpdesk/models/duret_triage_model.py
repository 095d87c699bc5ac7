import base64
import hashlib
from functools import lru_cache

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import file_path

from ..triage.classifier import Classifier
from ..triage.weights import WeightsError, load

SHIPPED = "duret_helpdesk/triage/model.bin"


@lru_cache(maxsize=2)
def _classifier(sha256, raw):
    """A classifier for these weights: read once in a worker, shared by its databases."""
    return Classifier(load(raw))


class DuretTriageModel(models.Model):
    """A trained model of the triage: where it comes from, how well it does, and whether it is in use."""

    _name = "duret.triage.model"
    _description = "Triage Model"
    _inherit = ["duret.triage.trainer"]
    _order = "version desc"
    _rec_name = "version"

    version = fields.Integer(required=True, readonly=True)
    state = fields.Selection(
        [
            ("candidate", "To Decide"),
            ("active", "In Use"),
            ("retired", "Replaced"),
            ("rejected", "Not Kept"),
        ],
        required=True,
        default="candidate",
        readonly=True,
    )
    origin = fields.Selection(
        [("shipped", "Delivered with the Suite"), ("learned", "Learned from Corrections")],
        required=True,
        readonly=True,
    )
    weights = fields.Binary(attachment=True, readonly=True, groups="base.group_system")
    sha256 = fields.Char("SHA-256", readonly=True)
    threshold = fields.Float("Dispatches Alone from", readonly=True, digits=(5, 4))
    precision = fields.Float("Right When Alone", readonly=True, digits=(5, 4))
    coverage = fields.Float("Dispatched Alone", readonly=True, digits=(5, 4))
    accuracy = fields.Float("Right over All", readonly=True, digits=(5, 4))
    held_back_accuracy = fields.Float("Right on Kept-Apart Corrections", readonly=True, digits=(5, 4))
    held_back_count = fields.Integer("Kept-Apart Corrections", readonly=True)
    correction_count = fields.Integer("Corrections Learned", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    history = fields.Text(readonly=True, help="Why it was kept, put aside or brought back, line by line.")

    _version_unique = models.Constraint("UNIQUE(version)", "Two models cannot have the same version.")
    _one_active = models.UniqueIndex("((state)) WHERE state = 'active'", "Only one model can be in use.")

    @api.depends("version")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._("Version %(number)s", number=record.version)

    # -- use ----------------------------------------------------------------------------------------------------

    @api.model
    def _propose(self, message):
        """What the model in use thinks of a message.

        :param message: `triage.text.Message`
        :return: (`triage.classifier.Proposal`, version), or (None, 0) when no model can be used
        """
        version, sha256 = self._active_version()
        if not version:
            return None, 0
        raw = self._raw_of(version, sha256)
        return (_classifier(sha256, raw).propose(message), version) if raw else (None, 0)

    @api.model
    @tools.ormcache()
    def _active_version(self):
        """(version, SHA-256) of the model in use; (0, "") when there is none."""
        # sudo: which version answers is no secret, and clients' requests are sorted as well.
        active = self.sudo().search([("state", "=", "active")], limit=1)
        return (active.version, active.sha256) if active else (0, "")

    @api.model
    @tools.ormcache("version", "sha256")
    def _raw_of(self, version, sha256):
        """Bytes of a version whose checksum is right, b"" otherwise: then everything waits for a person."""
        # sudo: only system administrators may read the weights; they are given to the classifier, to nobody else.
        record = self.sudo().search([("version", "=", version)], limit=1)
        raw = base64.b64decode(record.with_context(bin_size=False).weights or b"")
        return raw if hashlib.sha256(raw).hexdigest() == sha256 else b""

    # -- life ---------------------------------------------------------------------------------------------------

    @api.model
    def _install_shipped(self):
        """Add the model delivered with this version of the suite, once.

        It is put in use when there is none, or when the one in use was delivered as well: what was learned here
        is not thrown away by an update.
        """
        with open(file_path(SHIPPED), "rb") as stream:
            raw = stream.read()
        sha256 = hashlib.sha256(raw).hexdigest()
        if self.search_count([("sha256", "=", sha256)], limit=1):
            return
        weights = load(raw)
        record = self._add(raw, "shipped", weights.thresholds["type"], weights.figures["evaluation"])
        active = self.search([("state", "=", "active")])
        if not active or active.origin == "shipped":
            record._activate(self.env._("Delivered with the suite."))
        else:
            record._note(self.env._("Delivered with the suite; the model learned here stays in use."))

    @api.model
    def _add(self, raw, origin, threshold, figures, **values):
        """New version from the bytes of a model.

        :param dict figures: precision, coverage and accuracy on the delivered evaluation
        :raise WeightsError: the bytes are not a model
        """
        load(raw)
        latest = self.search([], limit=1)
        return self.create(
            {
                "version": latest.version + 1,
                "origin": origin,
                "weights": base64.b64encode(raw),
                "sha256": hashlib.sha256(raw).hexdigest(),
                "threshold": threshold,
                "precision": figures["precision"],
                "coverage": figures["coverage"],
                "accuracy": figures["accuracy"],
                **values,
            }
        )

    def _activate(self, reason):
        """Put this version in use, the former one aside."""
        self.ensure_one()
        former = self.search([("state", "=", "active")]) - self
        former.state = "retired"
        former._note(self.env._("Replaced by version %(number)s.", number=self.version))
        former.flush_recordset()
        self.state = "active"
        self._note(reason)
        self.env.registry.clear_cache()

    def _reject(self, reason):
        self.state = "rejected"
        self._note(reason)

    def _note(self, text):
        """Add a line to the history: when, who, why."""
        for record in self:
            now = fields.Datetime.now()
            stamp = fields.Datetime.context_timestamp(record, now).strftime("%d/%m/%Y %H:%M")
            line = f"{stamp} – {self.env.user.name} – {text}"
            record.write(
                {
                    "decided_at": now,
                    "decided_by_id": self.env.uid,
                    "history": f"{record.history}\n{line}" if record.history else line,
                }
            )

    def action_use(self):
        """Button: bring this version back in use. For managers."""
        self.ensure_one()
        if not self.env.user.has_group("duret_base.group_manager"):
            raise AccessError(self.env._("Only managers may choose the model that sorts."))
        # sudo: the right was just checked; the rows are written by the program only.
        record = self.sudo()
        if record.state == "active":
            raise UserError(self.env._("This version is already in use."))
        try:
            load(base64.b64decode(record.with_context(bin_size=False).weights or b""))
        except WeightsError as error:
            raise UserError(self.env._("The weights of this version cannot be read any more.")) from error
        record._activate(self.env._("Chosen by hand."))
