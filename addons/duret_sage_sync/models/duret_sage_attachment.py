from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..sage.records import DOCUMENT
from .duret_sage_desk_reading import MOVE, ORDER

BATCH = 100
OFFICE = "duret_base.group_assistant"


class DuretSageAttachment(models.Model):
    """A quotation or an invoice as SAGE prints it: filed with its document, once for each content."""

    _name = "duret.sage.attachment"
    _description = "Paper of SAGE"
    _inherit = ["duret.sage.told"]
    _order = "id desc"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True, readonly=True)
    name = fields.Char("File", required=True, readonly=True)
    number = fields.Char("Number in its Name", readonly=True, index="btree_not_null")
    sha256 = fields.Char(required=True, readonly=True)
    size = fields.Integer("Size (Bytes)", readonly=True)
    state = fields.Selection(
        [("waiting", "Waits for its document"), ("filed", "Filed"), ("refused", "Refused")],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )
    document = fields.Reference(
        [(ORDER, "Quotation"), (MOVE, "Invoice")],
        "Filed With",
        compute="_compute_document",
        inverse="_inverse_document",
    )
    model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="model", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, index="btree_not_null")
    attachment_id = fields.Many2one("ir.attachment", "Content", readonly=True, ondelete="set null", index=True)
    code = fields.Char(readonly=True)
    detail = fields.Char(readonly=True)
    filed_by_id = fields.Many2one("res.users", readonly=True, help="Empty: by its number")
    filed_at = fields.Datetime(readonly=True)

    _content_unique = models.Constraint("UNIQUE (backend_id, sha256)", "This paper was already taken.")
    _waiting_index = models.Index("(backend_id, number) WHERE state = 'waiting'")

    @api.depends("model", "res_id")
    def _compute_document(self):
        for paper in self:
            paper.document = f"{paper.model},{paper.res_id}" if paper.model and paper.res_id else False

    def action_read(self):
        """Open the paper itself, to see which document it goes with.

        :return: an action
        :raise UserError: it was refused: nothing of it was kept
        """
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("« %s » was refused, its content was not kept.", self.name))
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}", "target": "new"}

    def _inverse_document(self):
        """Somebody chose the document in the list: file it there."""
        for paper in self.filtered("document"):
            if (paper.model, paper.res_id) != (paper.document._name, paper.document.id):
                paper._file_by_hand(paper.document)

    def _file_by_hand(self, document):
        """File a paper with the document that a person has chosen.

        :raise AccessError: who may not write papers, or not read the document
        :raise UserError: it has no content, or lies with another document already
        """
        self.ensure_one()
        self.check_access("write")
        document.check_access("read")
        if self.state != "waiting":
            raise UserError(self.env._("« %s » is not waiting for its document any more.", self.name))
        # The right to write papers and to read the document is checked above; the rest is the filing itself.
        self.sudo()._file({self.id: document.sudo()}, self.env.user)

    def write(self, vals):
        """People choose the document of a paper, and nothing else.

        :raise AccessError: for anything else
        """
        if not self.env.su and vals.keys() - {"document"}:
            raise AccessError(self.env._("Only the document of a paper can be chosen."))
        return super().write(vals)

    # --- taking files
    @api.model
    def _take(self, backend, paper):
        """Keep one file of the drop folder; the same content again changes nothing.

        :param paper: :class:`sage.filing.Paper`
        :return: the row, as it stands
        """
        known = self.search([("backend_id", "=", backend.id), ("sha256", "=", paper.sha256)])
        if known:
            return known
        row = self.create(
            {
                "backend_id": backend.id,
                "name": paper.path.name,
                "number": paper.number or False,
                "sha256": paper.sha256,
                "size": paper.size,
                "state": "refused" if paper.fault else "waiting",
                "code": paper.fault or "paper_waits" if paper.number or paper.fault else "paper_no_number",
                "detail": paper.detail or paper.number or False,
            }
        )
        if not paper.fault:
            row.attachment_id = self.env["ir.attachment"].create(
                {
                    "name": paper.path.name,
                    "raw": paper.path.read_bytes(),
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": row.id,
                }
            )
        return row

    # --- filing
    @api.model
    def _file_waiting(self, backend):
        """File the papers whose document has come; called after each exchange.

        :return: number of papers filed
        """
        filed, after = 0, 0
        domain = Domain("backend_id", "=", backend.id) & Domain("state", "=", "waiting") & Domain("number", "!=", False)
        while papers := self.search(domain & Domain("id", ">", after), order="id", limit=BATCH):
            after = papers[-1].id
            documents = self._documents_of(backend, papers)
            found = {paper.id: documents[paper.number] for paper in papers if paper.number in documents}
            papers.browse(found)._file(found)
            filed += len(found)
        return filed

    @api.model
    def _documents_of(self, backend, papers):
        """Find documents by their present or former number.

        :return: dict {number: document}; a number that two documents bear is nobody's
        """
        numbers = list(set(papers.mapped("number")))
        found = {}
        for model in (MOVE, ORDER):
            names = self.env[model].search(
                [("duret_sage_number", "in", numbers), ("company_id", "=", backend.company_id.id)]
            )
            for document in names:
                found.setdefault(document.duret_sage_number, []).append(document)
        bindings = self.env["duret.sage.binding"].search(
            [("backend_id", "=", backend.id), ("entity", "=", DOCUMENT), ("number", "in", numbers)]
        )
        for binding in bindings:
            found.setdefault(binding.number, []).append(self.env[binding.model].browse(binding.res_id).exists())
        return {number: documents[0] for number, documents in found.items() if len(set(filter(None, documents))) == 1}

    def _file(self, documents, user=None):
        """Put papers with their documents, and into what the client reads of them in the portal; nobody is notified.

        :param documents: dict {id of a paper: document}
        :param user: who has chosen, None when the number has
        """
        now = fields.Datetime.now()
        messages = []
        for paper in self:
            document = documents[paper.id]
            paper.attachment_id.write({"res_model": document._name, "res_id": document.id})
            paper.write(
                {
                    "state": "filed",
                    "model": document._name,
                    "res_id": document.id,
                    "partner_id": document.partner_id.commercial_partner_id.id,
                    "code": False,
                    "detail": False,
                    "filed_by_id": user.id if user else False,
                    "filed_at": now,
                }
            )
            messages.append(paper._message(document))
        self.env["mail.message"].create(messages)

    def _message(self, document):
        """Give the line of the discussion under which the client finds the paper."""
        return {
            "model": document._name,
            "res_id": document.id,
            "message_type": "comment",
            "subtype_id": self.env.ref("mail.mt_comment").id,
            "body": Markup("%s") % self.env._("Document of SAGE: %s", self.name),
            "attachment_ids": [(4, self.attachment_id.id)],
            "author_id": self.env.ref("base.partner_root").id,
        }
