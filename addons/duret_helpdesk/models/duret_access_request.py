import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.mail import email_normalize

KEPT_DAYS = 30
# Odoo's own reading accepts « a@b », which no mail server of the world delivers to.
DOMAIN = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
BATCH = 50


class DuretAccessRequest(models.Model):
    """Somebody asked for access to the portal with an e-mail address.

    The page only writes this row, whoever asks: its answer and its speed say nothing about who is a client. A job
    then invites the address if it is a contact's.
    """

    _name = "duret.access.request"
    _description = "Request for Portal Access"
    _order = "id desc"
    _rec_name = "email"

    email = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("invited", "Invitation sent"),
            ("unknown", "Not a contact"),
            ("employee", "Employee"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, index="btree_not_null", ondelete="set null")

    _email_waiting = models.UniqueIndex("(email) WHERE state = 'waiting'", "This address is already waiting.")

    @api.model
    def _ask(self, address):
        """Note that somebody at this address wants access; nothing is looked up here.

        :param str address: as typed
        :return: False when it is not an e-mail address at all, else True
        """
        email = email_normalize(address or "")
        if not email or len(email) > 254 or not DOMAIN.fullmatch(email):
            return False
        # INSERT … ON CONFLICT: two clicks leave one row, without an error that would tell them apart.
        self.env.cr.execute(
            """INSERT INTO duret_access_request (email, state, create_uid, create_date, write_uid, write_date)
               VALUES (%(email)s, 'waiting', %(uid)s, %(now)s, %(uid)s, %(now)s)
               ON CONFLICT (email) WHERE state = 'waiting' DO NOTHING""",
            {"email": email, "uid": self.env.uid, "now": fields.Datetime.now()},
        )
        # sudo: only wakes up the job; its own rights do the rest.
        self.env.ref("duret_helpdesk.ir_cron_access_requests").sudo()._trigger()
        return True

    @api.model
    def _cron_invite(self):
        """Invite the contacts who asked, in batches."""
        waiting = self.search([("state", "=", "waiting")], limit=BATCH, order="id")
        waiting.try_lock_for_update()._invite()
        remaining = self.search_count([("state", "=", "waiting")])
        self.env["ir.cron"]._commit_progress(len(waiting), remaining=remaining)

    def _invite(self):
        """Send each contact a link to choose a password; an address that is nobody's gets nothing."""
        for asked in self:
            users = self._users_of(asked.email)
            if any(not user.share for user in users):
                asked.state = "employee"
                continue
            partner = users.partner_id[:1] or self._contact_of(asked.email)
            if not partner:
                asked.state = "unknown"
                continue
            asked.write({"state": "invited", "partner_id": partner.id})
            self._send_invitation(users[:1] or self._open_account(partner, asked.email))

    @api.model
    def _users_of(self, email):
        users = self.env["res.users"].with_context(active_test=False)
        return users.search(["|", ("login", "=ilike", email), ("partner_id.email_normalized", "=", email)])

    @api.model
    def _contact_of(self, email):
        """The contact of an address: a person before a company, the oldest first.

        :return: res.partner or empty
        """
        return self.env["res.partner"].search([("email_normalized", "=", email)], order="is_company, id", limit=1)

    def _open_account(self, partner, email):
        """Make the portal account of a contact, as Odoo's « Grant portal access » does.

        :return: res.users
        """
        company = partner.company_id or self.env.company
        users = self.env["res.users"].with_context(no_reset_password=True)
        values = {"email": email, "login": email, "partner_id": partner.id, "company_id": company.id}
        return users._create_user_from_template(values | {"company_ids": [(6, 0, company.ids)]})

    def _send_invitation(self, user):
        """Queue the mail with the link; a second request makes a new link, the older one ends."""
        if not user.active:
            user.active = True
        user.partner_id.signup_prepare(signup_type="reset" if user.log_ids else "signup")
        template = self.env.ref("auth_signup.portal_set_password_email").with_context(
            lang=user.lang or user.company_id.partner_id.lang, medium="portalinvite", dbname=self.env.cr.dbname
        )
        template.send_mail(user.id, force_send=False)

    @api.autovacuum
    def _gc_access_requests(self):
        """Forget addresses after a month: those of strangers are personal data that we have no use for.

        :return: (rows deleted, rows remaining)
        """
        limit = 1000
        old = self.search(
            [("create_date", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS)), ("state", "!=", "waiting")],
            limit=limit,
        )
        old.unlink()
        return len(old), limit if len(old) == limit else 0
