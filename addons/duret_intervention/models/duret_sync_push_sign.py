from odoo import api, models
from odoo.exceptions import UserError

from ..exceptions import SyncRefused
from ..field_report.signed import BadDocument, read_document
from ..seal_chain import DrawingError, read_drawing

# What is wrong with a document or a drawing -> code of the refusal.
CODES = {"size": "too_long", "shape": "bad_shape", "format": "unknown_format", "content": "bad_value"}


class DuretSyncPushSign(models.AbstractModel):
    """The operations that close a report and correct a closed one: `report.sign`, `report.amend`."""

    _name = "duret.sync.push.sign"
    _description = "Telephone: Signatures and Amendments"

    @api.model
    def _apply_report_sign(self, step):
        """Close a report with the document that was signed, or with why nobody signed.

        :param step: the operation, see `sync_step.Step`
        :return: the answer
        :raises SyncRefused: the report is not his, is another one than the document's, or is closed otherwise
        """
        data = step.mutation.data
        try:
            document = read_document(data.get("document"), data.get("sha256"))
            drawing = read_drawing(data.get("strokes"), data.get("png"), required=document.outcome == "signed")
        except (BadDocument, DrawingError) as error:
            return self._duret_unsigned(error)
        if (data.get("outcome"), data.get("signer")) != (
            document.outcome,
            {"name": document.signer, "quality": document.quality},
        ):
            return self._duret_unsigned(BadDocument("outcome"))
        code = self._need_report(step)
        if (document.report, document.visit) != (step.report.uuid, step.report.order_id.id):
            raise SyncRefused("bad_signature", reason="report")
        if not step.report.closed_at:
            self._note_clock(step)
            step.report._duret_sign(document, drawing, step.author, step.batch.phone)
        elif step.report.signature_ids[:1].document_sha256 != document.sha256:
            # The first signature stands; the same one sent again is applied already.
            raise SyncRefused("locked", report=step.report.uuid, name=step.report.name)
        return self._answer("conflict" if code else "applied", code, step.report._duret_signed_answer())

    @api.model
    def _duret_unsigned(self, error):
        """Refuse a signature, saying what is wrong with it.

        :param error: BadDocument or DrawingError
        :return: the answer
        """
        code = CODES.get(error.code, "bad_signature") if isinstance(error, BadDocument) else "bad_signature"
        answer = self._answer("refused", code, {"reason": error.code, "path": getattr(error, "path", "")})
        return answer | {"message": self._duret_why_unsigned(error.code) or answer["message"]}

    @api.model
    def _duret_why_unsigned(self, reason):
        """The sentence of a refusal, "" when the code's own says enough."""
        return {
            "digest": self.env._("What was signed was damaged on its way. It stays on your phone and is sent again."),
            "not_canonical": self.env._("What was signed is not written as it should be: update the application."),
            "outcome": self.env._("What was signed does not say how the visit ended. Have it signed again."),
            "name": self.env._("The name of the person who signs is missing or too long."),
            "reason": self.env._("Say why nobody signs, in less than 1,000 characters."),
            "moment": self.env._("The time of the signature makes no sense: check the clock of your phone."),
            "empty": self.env._("There is no signature on the screen. Have it signed again."),
            "png_size": self.env._("The picture of the signature is too large. Have it signed again."),
            "strokes_size": self.env._("The signature has too many strokes. Have it signed again."),
        }.get(reason, "")

    @api.model
    def _apply_report_amend(self, step):
        """Open an amendment of a closed report; its content starts as a copy.

        :param step: the operation; its report is the identifier of the new one
        :return: the answer
        :raises SyncRefused: the corrected report is unknown, not his or open, or no reason is given
        """
        data = step.mutation.data
        uuid = data.get("amends")
        # sudo: `_may_act` tells below whether the technician may act on its visit.
        reports = self.env["duret.intervention.report"].sudo()
        corrected = reports.search([("uuid", "=", uuid if isinstance(uuid, str) else "")])
        if not corrected or not step.mutation.report:
            raise SyncRefused("bad_value", path="amends")
        step.visit = corrected.order_id
        code = self._may_act(step)
        if not step.report:
            step.report = self._duret_open_amendment(step, corrected)
        elif step.report.amends_id != corrected:
            raise SyncRefused("bad_value", path="amends")
        return self._answer("conflict" if code else "applied", code, step.report._duret_amended_answer())

    @api.model
    def _duret_open_amendment(self, step, corrected):
        """Make the amendment under the identifier that the telephone chose.

        :return: duret.intervention.report in superuser mode
        """
        try:
            reason = corrected._duret_check_amendable(step.mutation.data.get("reason"))
        except UserError as error:
            raise SyncRefused("bad_value", reason=str(error)) from error
        amendment = self._open_report(step, amends_id=corrected.id, amendment_reason=reason)
        amendment._duret_copy_content(corrected, step.author)
        return amendment
