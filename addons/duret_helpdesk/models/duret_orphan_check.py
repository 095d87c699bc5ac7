from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 200


class DuretOrphanCheck(models.Model):
    """Result of a night's search for tickets without owner or next action. Expected: none, ever."""

    _name = "duret.orphan.check"
    _description = "Check for Forgotten Tickets"
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True, index=True)
    checked = fields.Integer("Open Tickets", readonly=True, help="Tickets that were open at that time.")
    orphans = fields.Integer("Found", readonly=True, help="Of them, without owner or without next action.")
    repaired = fields.Integer("Given to the Front Desk", readonly=True)
    forgotten = fields.Integer("Overdue", readonly=True, help="Planned action passed by more than a working day.")
    detail = fields.Char("Tickets", readonly=True, help="Numbers of the tickets that were repaired.")

    @api.model
    def _orphan_domain(self):
        """Open tickets that nobody holds or on which nothing is planned.

        Written without the stored fields that the enforcement keeps: the check must not believe what it checks.
        """
        nobody = (
            Domain("user_id", "=", False) | Domain("user_id.active", "=", False) | Domain("user_id.share", "=", True)
        )
        nothing = Domain("activity_ids", "=", False)
        return self._open_domain() & (nobody | nothing)

    @api.model
    def _open_domain(self):
        return Domain("active", "=", True) & (Domain("stage_id", "=", False) | Domain("stage_id.closed", "=", False))

    @api.model
    def _cron_find_orphans(self):
        """Nightly: look at all open tickets, write down what was found, repair it.

        Batched; a ticket that somebody is working on is left for the next night; killed in the middle, the next
        run starts again with what is left.
        """
        tickets = self.env["helpdesk.ticket"]
        check = self.create({"checked": tickets.search_count(self._open_domain())})
        self.env["ir.cron"]._commit_progress(0, remaining=tickets.search_count(self._orphan_domain()))
        after = 0
        while batch := tickets.search([*self._orphan_domain(), ("id", ">", after)], limit=BATCH, order="id"):
            after = batch[-1].id
            check.orphans += len(batch)
            repaired = batch.try_lock_for_update()
            check._repair(repaired)
            self.env["ir.cron"]._commit_progress(len(repaired))
        check.forgotten = tickets._duret_flag_forgotten()

    def _repair(self, tickets):
        """Give these tickets to the front desk and plan something on them, with a note that says so.

        :param tickets: helpdesk.ticket, locked
        """
        self.ensure_one()
        tickets._duret_give_default_owner()
        tickets._duret_ensure_next_action()
        text = tickets._duret_company_text().env._(
            "The nightly check found this ticket without an owner or without a next action: it is yours now."
        )
        tickets.write({"duret_forgotten": True})
        tickets._message_log_batch(bodies=dict.fromkeys(tickets.ids, text))
        self.repaired += len(tickets)
        self.detail = ", ".join(filter(None, [self.detail, *tickets.mapped("number")]))[:1000]
