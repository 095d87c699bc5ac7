import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..van_use import decimal, difference

_logger = logging.getLogger(__name__)
BATCH = 50
TODO, DONE, FAILED = "todo", "done", "failed"
STATES = [("none", "Nothing to Book"), (TODO, "To Book"), (DONE, "Booked"), (FAILED, "To Book by Hand")]


class DuretReportStock(models.AbstractModel):
    """Report: what was used leaves the van once the report is closed, and once only.

    The field is always right: a van may go below zero, the office is told. What the stock cannot take (a product
    followed by serial number) never keeps a client from signing: booking is a job of its own, behind the signature.
    """

    _name = "duret.report.stock"
    _description = "Report: Material Used"

    def _duret_close(self, outcome, author, content=None):
        """Override: the material of a closed report is to be booked."""
        result = super()._duret_close(outcome, author, content)
        self._duret_plan_stock()
        return result

    def _duret_plan_stock(self):
        """Have the material of these reports booked by the job, at once."""
        used = self.filtered(lambda report: report.product_ids or report.amends_id)
        if not used:
            return
        # sudo: follows from closing, which was checked; the job books in the background.
        used.sudo()._duret_unlocked().write({"stock_state": TODO})
        # sudo: waking a job gives no access to anything.
        self.env.ref("duret_intervention.stock_cron").sudo()._trigger()

    @api.model
    def _cron_duret_book_stock(self):
        """Job: move the material of closed reports out of the vans."""
        domain = Domain("stock_state", "=", TODO) & Domain("closed_at", "!=", False)
        reports = self.search(domain, order="closed_at, id", limit=BATCH).try_lock_for_update()
        for report in reports:
            report._duret_try_book()
            self.env["ir.cron"]._commit_progress(1)
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain) if reports else 0)

    def _duret_try_book(self):
        """Book one report, or tell the office why it cannot be."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                moves = self._duret_book()
                state, problem = DONE, self._duret_stock_problem(moves)
        except UserError as error:
            _logger.info("Material of %s is left to the office: %s", self.name, error)
            state, problem = FAILED, str(error)
        except OperationalError:
            raise
        except Exception:
            # One report that cannot be booked, whatever the reason, must not hold up those that come after it.
            _logger.exception("Material of %s could not be booked", self.name)
            state, problem = (
                FAILED,
                self.env._("The program could not book it; the administrator finds why in the log."),
            )
        self._duret_unlocked().write({"stock_state": state})
        if problem:
            self._duret_tell_stock(problem)

    # --- moves -----------------------------------------------------------------------------------------------------
    def _duret_book(self):
        """Move what this report used, less what earlier reports of the same work moved already.

        :return: stock.move, done
        :raise UserError: the stock does not take it
        """
        self.ensure_one()
        self.env["stock.move"].flush_model()
        moves = self.env["stock.move"].create(self._duret_move_values())
        if moves:
            moves._action_confirm(merge=False)
            for move in moves:
                move.quantity = move.product_uom_qty
            moves.picked = True
            moves._action_done()
        for move in moves:
            lines = self.product_ids.filtered(lambda line, move=move: line.product_id == move.product_id)
            lines._duret_unlocked().write({"move_id": move.id})
        return moves

    def _duret_move_values(self):
        """Values of the moves: one for each product whose use is not booked yet."""
        goods = self.product_ids.filtered(lambda line: line.product_id.type == "consu")
        used = [(line.product_id, line.quantity_text) for line in goods]
        left = difference(used, self._duret_booked())
        van, client = self._duret_van(), self._duret_client_place()
        return [
            {
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": float(abs(quantity)),
                "location_id": (van if quantity > 0 else client).id,
                "location_dest_id": (client if quantity > 0 else van).id,
                "company_id": self.company_id.id,
                "fsm_order_id": self.order_id.id,
                "duret_report_id": self.id,
                "origin": self.name,
            }
            for product, quantity in left.items()
        ]

    def _duret_booked(self):
        """What this report and those that it corrects have moved already.

        :return: list of (product.product, decimal text), negative when it came back
        """
        chain, report = self.browse(), self.amends_id
        while report:
            chain |= report | report.amendment_ids
            report = report.amends_id
        booked = []
        domain = [("duret_report_id", "in", (chain | self).ids), ("state", "=", "done")]
        for move in self.env["stock.move"].search(domain, order="id"):
            sign = -1 if move.location_dest_id.usage == "internal" else 1
            booked.append((move.product_id, decimal(sign * move.quantity)))
        return booked

    def _duret_van(self):
        """Where the material comes from: the technician's van; the depot for who has none."""
        return self.person_id.duret_van_location_id or self.order_id.warehouse_id.lot_stock_id

    def _duret_client_place(self):
        """Where it goes to: the client's place of the site."""
        return self.order_id.inventory_location_id or self.env.ref("stock.stock_location_customers")

    # --- told to the office ----------------------------------------------------------------------------------------
    def _duret_stock_problem(self, moves):
        """Say which products of the van are below zero now, or that there is no van.

        :return: str, empty when all is well
        """
        if moves and not self.person_id.duret_van_location_id:
            return self.env._("The technician has no van: the material was taken from the depot.")
        domain = [
            ("location_id", "=", self._duret_van().id),
            ("product_id", "in", moves.product_id.ids),
            ("quantity", "<", 0),
        ]
        short = self.env["stock.quant"]._read_group(domain, ["product_id"], ["quantity:sum"])
        if not short:
            return ""
        rows = ", ".join(f"{product.display_name} ({decimal(quantity)})" for product, quantity in short)
        return self.env._("The van is below zero, please count it: %(products)s", products=rows)

    def _duret_tell_stock(self, problem):
        """Put a task on the front desk's list."""
        desk = self.company_id.duret_front_desk_user_id or self.env.ref("base.user_admin")
        report = self.with_context(lang=desk.lang, mail_activity_quick_update=True)
        report.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=report.env._("Material of %(report)s", report=self.name),
            note=problem,
            user_id=desk.id,
        )

    def action_duret_book_stock(self):
        """Try again to book the material, once what was wrong is mended."""
        self.check_access("write")
        # sudo: whoever may write the report has it booked; moves are made by the program.
        for report in self.sudo().filtered(lambda report: report.closed_at and report.stock_state == FAILED):
            report._duret_try_book()
