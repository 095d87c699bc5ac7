from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo import api, models
from odoo.fields import Command

from ..sage.records import ORIGIN_ODOO, ORIGIN_SAGE, QUOTATION
from ..sage.transitions import ACCEPTED, CONFIRMED
from .duret_sage_document import as_exchange

PARIS = pytz.timezone("Europe/Paris")


def noon(day):
    """Give noon of a day in France, UTC without zone: whoever reads it anywhere reads that day."""
    moment = PARIS.localize(datetime.combine(day, time(12)))
    return moment.astimezone(pytz.UTC).replace(tzinfo=None)


class DuretSageDeskOrder(models.AbstractModel):
    """Quotations, orders and delivery notes of SAGE as orders of ours."""

    _name = "duret.sage.desk.order"
    _description = "Desk of Documents: Orders"

    # --- new ones
    def _create_orders(self, backend, changes, contents):
        """Make orders of documents that come for the first time.

        They carry SAGE's number. One that is accepted or ordered already is written so and not confirmed: what follows
        a confirmation here (deliveries, visits) has happened long ago.

        :return: `sale.order`, in the order of the changes
        """
        orders = as_exchange(self.env["sale.order"].with_company(backend.company_id))
        made = orders.create(
            [
                {
                    **self._order_head(change.values),
                    "company_id": backend.company_id.id,
                    "partner_id": int(change.parent),
                    "user_id": False,
                    # no template of ours: it would write to the client when SAGE accepts
                    "sale_order_template_id": False,
                    "name": change.values.get("number") or self.env._("New"),
                    "duret_sage_kind": change.values.get("kind") or QUOTATION,
                    "duret_sage_origin": ORIGIN_SAGE,
                    "order_line": [Command.create(values) for values in self._order_lines(content)],
                }
                for change, content in zip(changes, contents, strict=True)
            ]
        )
        states = defaultdict(list)
        for order, change in zip(made, changes, strict=True):
            states[self._order_state(change.values)].append(order.id)
        for state, ids in states.items():
            if state != "draft":
                # past super(): a quotation confirmed in SAGE was not sent from here, nobody is to be reminded of it
                models.BaseModel.write(orders.browse(ids), {"state": state, "duret_sage_before_gone": False})
        return made

    @api.model
    def _order_state(self, values):
        """Give the state of ours that belongs to a document of SAGE's."""
        if values.get("kind") not in ("", None, QUOTATION) or values.get("state") == ACCEPTED:
            return "sale"
        return "sent" if values.get("state") == CONFIRMED else "draft"

    @api.model
    def _order_head(self, values):
        """Give our fields of those of SAGE that are told, lines and state apart."""
        head = self._shared_head(values)
        if "reference" in values:
            head["client_order_ref"] = values["reference"] or False
        if head.get("duret_sage_date"):
            head["date_order"] = noon(head["duret_sage_date"])
        return head

    @api.model
    def _order_lines(self, content):
        """Give the values of order lines."""
        return [
            {key: value for key, value in values.items() if key != "product_id" or value}
            | ({} if values.get("display_type") else {"product_uom_qty": quantity})
            for values, quantity in zip(content.values, content.quantities, strict=True)
        ]

    # --- known ones
    def _update_order(self, backend, order, change, content):
        """Write what has changed into an order; its state moves last.

        :param content: :class:`Content` of the whole document when lines or totals change, else None
        """
        order = as_exchange(order)
        head = self._order_head(change.values)
        if order.state == "sale":
            # The day of the confirmation is ours.
            head.pop("date_order", None)
        if change.values.get("kind"):
            head["duret_sage_kind"] = change.values["kind"]
        elif not order.duret_sage_kind:
            head["duret_sage_kind"] = QUOTATION
        if not order.duret_sage_origin:
            head["duret_sage_origin"] = ORIGIN_ODOO
        if order.duret_sage_origin == ORIGIN_SAGE and change.values.get("number"):
            head["name"] = change.values["number"]
        if change.parent and int(change.parent) != order.partner_id.commercial_partner_id.id:
            head["partner_id"] = int(change.parent)
        if head:
            order.write(head)
        if content is not None:
            self._write_order_lines(order, content)
        self._move_order(order, change.values)

    def _write_order_lines(self, order, content):
        """Bring the lines of an order to SAGE's: those with a known key stay the same rows, with what hangs on them."""
        known = {line.duret_sage_key: line for line in order.order_line if line.duret_sage_key}
        free = [line for line in order.order_line if not line.duret_sage_key]
        kept = order.order_line.browse()
        commands = []
        for values in self._order_lines(content):
            line = known.pop(values["duret_sage_key"], None) or (free.pop(0) if free and not known else None)
            if line is not None and (line.display_type or False) == values.get("display_type", False):
                kept |= line
                commands.append(Command.update(line.id, {k: v for k, v in values.items() if k != "display_type"}))
            else:
                commands.append(Command.create(values))
        commands += [Command.delete(line.id) for line in order.order_line - kept]
        order.with_context(skip_procurement=True).write({"order_line": commands})

    def _move_order(self, order, values):
        """Bring an order to the state that SAGE's document has; the engine has asked the table of transitions."""
        if "state" not in values and "kind" not in values:
            return
        kind = order.duret_sage_kind
        if "state" not in values and kind == QUOTATION:
            return
        target = self._order_state({"kind": kind, "state": values.get("state", "")})
        if target == order.state:
            return
        if target == "sale":
            if order.state == "cancel":
                order.action_draft()
            order.action_confirm()
        else:
            if order.state == "sale":
                order.locked = False
                order._action_cancel()
            # past super(), as for new ones: nobody is to be reminded of what was not sent from here
            models.BaseModel.write(order, {"state": target})

    def _remember_lines(self, lines, quantity_field, content):
        """Keep SAGE's writing of each line, with what ours says of it."""
        for line, told in zip(lines.sorted(lambda line: (line.sequence, line.id)), content.lines, strict=True):
            seen = self._seen(line, line[quantity_field])
            kept = {"values": dict(told.values), "seen": seen}
            if line.duret_sage_told != kept:
                # past super(): nothing of an invoice is to be counted again for it
                models.BaseModel.write(line, {"duret_sage_told": kept})
