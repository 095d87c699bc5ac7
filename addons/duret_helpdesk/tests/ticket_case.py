"""Test kit of tickets, for this addon and those above it."""

from odoo.addons.duret_base.tests.common import DuretCase


class TicketCase(DuretCase):
    """The people of the suite, a front desk, and words to open requests with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("base.main_company")
        cls.company.partner_id.lang = "en_US"  # texts that are stored are in the language of the company
        cls.claire = cls.user_assistant
        cls.company.duret_front_desk_user_id = cls.claire
        cls.team = cls.env.ref("duret_helpdesk.team_customer_service")
        cls.team.user_ids = cls.claire + cls.user_manager
        cls.stages = {
            name: cls.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
            for name in ("new", "in_progress", "awaiting", "done", "cancelled")
        }
        cls.Ticket = cls.env["helpdesk.ticket"]

    @classmethod
    def open_request(cls, name="Panne", **values):
        """Open a request by telephone, as any door does."""
        return cls.env["helpdesk.ticket"].duret_open_request({"name": name, "channel": "phone", **values})

    @classmethod
    def merge(cls, tickets, **values):
        """Merge tickets with OCA's wizard, without an owner; return the ticket that stays."""
        wizard = cls.env["helpdesk.ticket.merge"].with_context(active_ids=tickets.ids)
        return cls.Ticket.browse(wizard.create({"user_id": False, **values}).merge_tickets()["res_id"])

    @classmethod
    def forgotten(cls):
        """Numbers of open tickets without owner or without next action, read from the tables themselves."""
        cls.env.flush_all()
        cls.env.cr.execute("""
            SELECT t.number
              FROM helpdesk_ticket t
              LEFT JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
              LEFT JOIN res_users u ON u.id = t.user_id AND u.active AND NOT u.share
             WHERE t.active AND NOT COALESCE(s.closed, FALSE)
               AND (u.id IS NULL OR t.duret_next_action_date IS NULL OR NOT EXISTS (
                    SELECT FROM mail_activity a
                     WHERE a.res_model = 'helpdesk.ticket' AND a.res_id = t.id AND a.active))
        """)
        return [number for (number,) in cls.env.cr.fetchall()]
