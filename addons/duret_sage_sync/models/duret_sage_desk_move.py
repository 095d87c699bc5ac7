from odoo import api, models
from odoo.fields import Command

from ..sage.records import ORIGIN_SAGE
from .duret_sage_document import as_exchange

JOURNAL = "SAGE"


class DuretSageDeskMove(models.AbstractModel):
    """Invoices and credit notes of SAGE as posted invoices of ours, in a journal of their own."""

    _name = "duret.sage.desk.move"
    _description = "Desk of Documents: Invoices"

    # --- new ones
    def _create_moves(self, backend, heads, contents):
        """Make invoices of documents of SAGE's.

        An invoice of SAGE's is one as soon as it has its number: it is posted here whether SAGE's accountant has
        posted it or not (`duret_sage_kind` tells), else clients and reminders would not see it.

        :param heads: list of (canonical fields, name of the client's record, order it was made of or None)
        :return: `account.move`, in the order of the heads
        """
        moves = as_exchange(self.env["account.move"].with_company(backend.company_id))
        journal = self._journal(backend.company_id)
        made = moves.create(
            [
                {
                    **self._move_head(values),
                    "move_type": "out_refund" if content.is_refund else "out_invoice",
                    "company_id": backend.company_id.id,
                    "journal_id": journal.id,
                    "partner_id": int(parent),
                    "invoice_user_id": order.user_id.id if order else False,
                    "invoice_origin": order.name if order else False,
                    "invoice_payment_term_id": False,
                    "duret_sage_origin": ORIGIN_SAGE,
                    "invoice_line_ids": [Command.create(values) for values in self._move_lines(content, order)],
                }
                for (values, parent, order), content in zip(heads, contents, strict=True)
            ]
        )
        made._post(soft=False)
        return made

    @api.model
    def _journal(self, company):
        """Give the journal of SAGE's invoices, which no invoice of ours shares: numbers there are SAGE's."""
        journals = self.env["account.journal"].with_company(company).with_context(active_test=False)
        journal = journals.search([("company_id", "=", company.id), ("code", "=", JOURNAL)], limit=1)
        if journal:
            return journal
        usual = journals.search(
            [("company_id", "=", company.id), ("type", "=", "sale"), ("active", "=", True)], limit=1
        )
        return journals.create(
            {
                "name": self.env._("Invoices of SAGE"),
                "code": JOURNAL,
                "type": "sale",
                "company_id": company.id,
                "default_account_id": usual.default_account_id.id,
                "refund_sequence": False,
                "show_on_dashboard": False,
            }
        )

    @api.model
    def _move_head(self, values):
        """Give our fields of those of SAGE that are told, lines apart."""
        head = self._shared_head(values)
        if values.get("kind"):
            head["duret_sage_kind"] = values["kind"]
        if values.get("number"):
            head["name"] = values["number"]
        if "reference" in values:
            head["ref"] = values["reference"] or False
        if head.get("duret_sage_date"):
            day = head["duret_sage_date"]
            head |= {"invoice_date": day, "date": day, "invoice_date_due": day}
        return head

    @api.model
    def _move_lines(self, content, order=None):
        """Give the values of invoice lines, linked to the lines of the order that they were made of."""
        ordered = order.order_line.sorted(lambda line: (line.sequence, line.id)) if order else ()
        by_key = {line.duret_sage_key: line.id for line in ordered if line.duret_sage_key}
        by_place = ordered if len(ordered) == len(content.values) else ()
        rows = []
        for place, (values, quantity) in enumerate(zip(content.values, content.quantities, strict=True)):
            row = {key: value for key, value in values.items() if key != "product_id" or value}
            if not row.get("display_type"):
                row |= {"display_type": "product", "quantity": quantity}
            linked = by_key.get(row["duret_sage_key"]) or (by_place[place].id if by_place else False)
            if linked:
                row["sale_line_ids"] = [Command.link(linked)]
            rows.append(row)
        return rows

    # --- known ones
    def _update_move(self, backend, move, change, content):
        """Write what has changed into an invoice; lines only when lines or totals change."""
        move = as_exchange(move)
        head = self._move_head(change.values)
        if change.parent and int(change.parent) != move.partner_id.commercial_partner_id.id:
            head["partner_id"] = int(change.parent)
        open_again = content is not None or {"name", "date", "partner_id"} & head.keys()
        if not open_again:
            move.write(head)
            return
        orders = move.invoice_line_ids.sale_line_ids.order_id[:1]
        was_posted = move.state == "posted"
        if move.state != "draft":
            move.button_draft()
        if content is not None:
            lines = [Command.clear(), *map(Command.create, self._move_lines(content, orders))]
            head |= {"invoice_line_ids": lines, "move_type": "out_refund" if content.is_refund else "out_invoice"}
        move.write(head)
        if was_posted:
            move._post(soft=False)
