"""Quotations."""

from datetime import timedelta

from odoo import Command

from . import history

HOUSING = ("person", "syndic")


def write(env, scenario, refs):
    """Create the quotations; works in dwellings carry the reduced rate of ten per cent."""
    kinds = {client.key: client.kind for client in scenario.clients}
    reduced = env["account.tax"].search(
        [
            ("company_id", "=", env.company.id),
            ("type_tax_use", "=", "sale"),
            ("amount", "=", 10),
            ("price_include", "=", False),
        ],
        limit=1,
    )
    orders = env["sale.order"].create(
        [
            {
                "partner_id": refs[quotation.client],
                "user_id": refs["user:claire"],
                "date_order": quotation.created,
                "validity_date": (quotation.created + timedelta(days=60)).date(),
                "client_order_ref": quotation.title,
                "order_line": [
                    Command.create(
                        {
                            "product_id": refs[f"product:{key}"],
                            "product_uom_qty": quantity,
                            **({"tax_ids": [Command.set(reduced.ids)]} if kinds[quotation.client] in HOUSING else {}),
                        }
                    )
                    for key, quantity in quotation.lines
                ],
            }
            for quotation in scenario.quotations
        ]
    )
    for state in ("sent", "sale", "cancel"):
        # Written, not confirmed: these orders were delivered and invoiced in SAGE, nothing is to be shipped.
        orders.browse(
            order.id for order, quotation in zip(orders, scenario.quotations, strict=True) if quotation.state == state
        ).write({"state": state})
    history.backdate(orders, [quotation.created for quotation in scenario.quotations])
    rows = [(order.id, quotation.created) for order, quotation in zip(orders, scenario.quotations, strict=True)]
    history.set_columns(orders, {"date_order": "timestamp"}, rows)
