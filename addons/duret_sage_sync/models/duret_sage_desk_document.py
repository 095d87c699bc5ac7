from datetime import date

from odoo import api, models

from ..sage.dedupe import NUMBER
from ..sage.errors import BadData
from ..sage.merge import CENT
from ..sage.projection.amounts import to_decimal
from ..sage.records import DOCUMENT, INVOICE_KINDS, Line
from ..sage.store import Applied, Candidate
from .duret_sage_desk_reading import MOVE, ORDER
from .duret_sage_document import as_exchange
from .duret_sage_tracked import UNTOUCHED

TOTALS = ("total_untaxed", "total_tax", "total")
# A change of one of these makes the lines of ours anew: they carry SAGE's totals.
CONTENT = frozenset(TOTALS)


class DuretSageDeskDocument(models.AbstractModel):
    """The desk of documents: quotations and orders are orders here, invoices and credit notes are invoices.

    What SAGE transforms keeps its binding, whose record of ours becomes the invoice when there is one: the order stays,
    linked to it, and is never sent again. Each document that was written is read back: one whose totals are not those
    of SAGE to the cent is refused whole.
    """

    _name = "duret.sage.desk.document"
    _description = "Desk of Documents"
    _inherit = [
        "duret.sage.desk.reading",
        "duret.sage.desk.lines",
        "duret.sage.desk.order",
        "duret.sage.desk.move",
        "duret.sage.desk.asking",
        "duret.sage.desk",
    ]

    _entity = DOCUMENT
    _models = (ORDER, MOVE)

    # --- writing
    def _faults(self, backend, changes):
        """Override: documents whose lines cannot be understood."""
        whole = self._whole(backend, changes)
        references = self._references(backend, whole)
        found = {}
        for place, change in enumerate(changes):
            try:
                self._check(change, *whole[place], references)
            except BadData as fault:
                found[place] = fault
        return found

    @api.model
    def _check(self, change, values, lines, references):
        if change.local is None and not change.parent:
            raise BadData(0, "no_client", values.get("client_number", ""))
        if self._needs_content(change, values):
            self._understand(values, lines, references)

    @api.model
    def _needs_content(self, change, values):
        """Tell whether lines of ours are made: of a new document, of changed lines or totals, of a new invoice."""
        becomes_invoice = self._is_invoice(values) and not (change.local or "").startswith(MOVE)
        return (
            change.local is None or becomes_invoice or change.lines is not None or bool(CONTENT & change.values.keys())
        )

    @api.model
    def _is_invoice(self, values):
        return values.get("kind") in INVOICE_KINDS

    def _whole(self, backend, changes):
        """Give (canonical fields, lines) of each document as it shall be; a change tells only what changes."""
        known = self._read(backend, [change.local for change in changes if change.local])
        found = []
        for change in changes:
            record = known.get(change.local)
            values = {**(record.values if record else {}), **change.values}
            lines = change.lines if change.lines is not None else record.lines if record else ()
            found.append((values, tuple(Line(line.key, line.values) for line in lines)))
        return found

    @api.model
    def _write_changes(self, backend, changes):
        """Override: new ones together, known ones one after the other."""
        whole = self._whole(backend, changes)
        references = self._references(backend, whole)
        contents = [
            self._understand(values, lines, references) if self._needs_content(change, values) else None
            for change, (values, lines) in zip(changes, whole, strict=True)
        ]
        documents = [None] * len(changes)
        self._write_new(backend, changes, whole, contents, documents)
        for place, change in enumerate(changes):
            if documents[place] is None:
                documents[place] = self._write_known(backend, change, contents[place])
        self.env.flush_all()
        for document, change, content, (values, _lines) in zip(documents, changes, contents, whole, strict=True):
            is_new = change.local != self._join(document._name, document.id)
            self._remember(document, values if is_new else change.values, content)
        self.env.flush_all()
        return [
            Applied(self._join(document._name, document.id), document.duret_sage_version or UNTOUCHED)
            for document in documents
        ]

    def _write_new(self, backend, changes, whole, contents, documents):
        """Make the orders and the invoices that are not there, each kind in one go."""
        orders = [
            place
            for place, change in enumerate(changes)
            if change.local is None and not self._is_invoice(whole[place][0])
        ]
        moves = [
            place
            for place, change in enumerate(changes)
            if self._is_invoice(whole[place][0]) and not (change.local or "").startswith(MOVE)
        ]
        if orders:
            made = self._create_orders(
                backend, [changes[place] for place in orders], [contents[place] for place in orders]
            )
            documents_of = zip(orders, made, strict=True)
            for place, order in documents_of:
                documents[place] = order
        if moves:
            heads = [self._invoice_head(changes[place], whole[place][0]) for place in moves]
            made = self._create_moves(backend, heads, [contents[place] for place in moves])
            for place, move in zip(moves, made, strict=True):
                documents[place] = move

    def _invoice_head(self, change, values):
        """Give (canonical fields, client, order or None) of an invoice to be made.

        An order that becomes an invoice is confirmed first: it is what was sold.
        """
        if change.local is None:
            return values, change.parent, None
        order = as_exchange(self.env[ORDER].browse(self._split(change.local)[1]))
        if order.state != "sale":
            self._move_order(order, {"kind": "order", "state": "2"})
        parent = change.parent or str(order.partner_id.id)
        return {name: value for name, value in values.items() if name != "origin"}, parent, order

    def _write_known(self, backend, change, content):
        model, res_id = self._split(change.local)
        document = self.env[model].browse(res_id)
        write = self._update_order if model == ORDER else self._update_move
        write(backend, document, change, content)
        return document

    @api.model
    def _shared_head(self, values):
        """Give our fields that orders and invoices have in common, of those that are told."""
        head = {}
        if "number" in values:
            head["duret_sage_number"] = values["number"] or False
        if "state" in values:
            head["duret_sage_state"] = values["state"] or False
        if values.get("date"):
            head["duret_sage_date"] = date.fromisoformat(values["date"])
        if "paid" in values:
            head["duret_sage_paid"] = float(to_decimal(values["paid"]))
        return head

    # --- what was written is read back
    def _remember(self, document, told, content):
        """Keep SAGE's writing where ours differs from it, and see that the totals are SAGE's.

        :param told: fields of SAGE that were written
        :param content: :class:`Content` when lines were written, else None
        :raise BadData: `totals_odoo` when ours shows another total
        """
        document = as_exchange(document)
        if content is not None:
            by_name = {ORDER: ("order_line", "product_uom_qty"), MOVE: ("invoice_line_ids", "quantity")}
            lines, quantity = by_name[document._name]
            if content.lines and len(document[lines]) == len(content.lines):
                self._remember_lines(document[lines], quantity, content)
        read = self._order_content if document._name == ORDER else self._move_content
        ours, _lines = read(document)
        told = {name: value for name, value in told.items() if name in ours and name != "origin"}
        self._check_totals(ours, told)
        words = dict(document.duret_sage_words or {})
        for name, value in told.items():
            words.pop(name, None)
            if ours[name] != value:
                words[name] = [ours[name], value]
        if words != (document.duret_sage_words or {}):
            # past super(): what SAGE wrote is no change of the document
            models.BaseModel.write(document, {"duret_sage_words": words or False})

    @api.model
    def _check_totals(self, ours, told):
        for name in TOTALS:
            if told.get(name) and abs(abs(to_decimal(told[name])) - abs(to_decimal(ours[name]))) > CENT:
                raise BadData(0, "totals_odoo", f"{ours[name]} / {told[name]}")

    # --- put aside
    @api.model
    def _archive(self, backend, ids, reason):
        """Override: flagged; an open quotation is cancelled, an invoice that SAGE had not posted too."""
        for model in self._models:
            for document in as_exchange(self._documents(model, ids)):
                values = {"duret_sage_is_gone": True}
                if self._ends_with_sage(document):
                    values |= {"duret_sage_before_gone": document.state}
                    if model == MOVE:
                        document.button_draft()
                    values |= {"state": "cancel"}
                document.write(values)

    @api.model
    def _ends_with_sage(self, document):
        if document._name == ORDER:
            return document.state in ("draft", "sent")
        return document.state == "posted" and document.duret_sage_kind != "posted_invoice"

    @api.model
    def _revive(self, backend, ids):
        """Override: the flag goes; what was cancelled for it is as before."""
        for model in self._models:
            for document in as_exchange(self._documents(model, ids)):
                before = document.duret_sage_before_gone
                document.write({"duret_sage_is_gone": False, "duret_sage_before_gone": False})
                if before and document.state == "cancel":
                    if model == MOVE:
                        document.write({"state": "draft"})
                        document._post(soft=False)
                    else:
                        document.write({"state": before})

    # --- looking for duplicates
    @api.model
    def _candidates(self, backend, keys, limit):
        """Override: a document is found by its number and its client; documents number their own rows."""
        wanted = {value: kind for kind, value in keys if kind == NUMBER}
        if not wanted:
            return {}
        rows = self._numbered(backend, wanted, limit)
        records = self._read(backend, {local for _value, local, _bound in rows})
        found = {}
        for value, local, bound in rows:
            record = records.get(local)
            if record is not None:
                candidate = Candidate(local, record.values, bound or "", record.parent)
                found.setdefault((NUMBER, value), []).append(candidate)
        return found
