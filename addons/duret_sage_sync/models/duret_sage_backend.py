import uuid

from odoo import fields, models


class DuretSageBackend(models.Model):
    """One SAGE company: how it is reached, who owns what, and how careful runs are."""

    _name = "duret.sage.backend"
    _description = "SAGE Company"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "duret.sage.backend.doors",
        "duret.sage.backend.rules",
        "duret.sage.backend.papers",
        "duret.sage.backend.sites",
        "duret.sage.backend.runs",
        "duret.sage.backend.buttons",
        "duret.sage.backend.repairs",
        "duret.sage.backend.alerts",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    # Part of every mark that is written into SAGE: never changes (see `Store.identity`).
    identity = fields.Char(required=True, readonly=True, copy=False, default=lambda self: uuid.uuid4().hex)

    # How SAGE is reached
    transport = fields.Selection(
        [
            ("csv", "Exchange folder (CSV files)"),
            ("x3", "Sage X3 web services (SOAP)"),
            ("odata", "Sage 100 interface (REST)"),
            ("sql", "Database of SAGE, reading only (SQL)"),
        ],
        required=True,
        default="csv",
    )
    profile = fields.Char(default="sage100", help="Name of a profile of the suite, or path of a profile of your own")
    folder = fields.Char()
    url = fields.Char(string="Address")
    login = fields.Char()
    password = fields.Char(groups="base.group_system", copy=False)
    token = fields.Char(groups="base.group_system", copy=False)
    x3_pool = fields.Char(string="Pool of X3")
    published_names = fields.Text(help="Names of the published objects of X3, one « object=name » a line")
    sql_product = fields.Selection(
        [("sqlserver", "SQL Server"), ("postgresql", "PostgreSQL"), ("sqlite", "SQLite")], default="sqlserver"
    )
    sql_connection = fields.Char(
        groups="base.group_system", copy=False, help="Path of the file (SQLite), or connection string"
    )
    chantier_folder = fields.Char()
    owner_ids = fields.One2many("duret.sage.owner", "backend_id")

    # How careful runs are (see `Settings` of the engine)
    automatic = fields.Boolean(copy=False, help="Runs by itself; without it only a person starts a run")
    overlap_minutes = fields.Integer(default=10)
    brake_percent = fields.Integer(default=20)
    brake_minimum = fields.Integer(default=20)
    max_attempts = fields.Integer(default=8)
    confirm_hours = fields.Integer(default=48)
    chunk = fields.Integer(default=500)
    pushed_clients = fields.Selection(
        [
            ("customers", "Those with a quotation or an invoice"),
            ("all", "All clients"),
            ("none", "Nobody: clients are made in SAGE"),
        ],
        required=True,
        default="customers",
    )
    responsible_id = fields.Many2one(
        "res.users",
        string="Person in charge",
        domain=[("share", "=", False)],
        help="Is told when an exchange stops, when something waits for a decision of his, when both sides differ",
    )
    alert_hours = fields.Integer(
        default=4, help="SAGE may be out of reach that many hours before the person in charge is told"
    )
    kept_days = fields.Integer(
        "History kept",
        default=90,
        help="Days: what was exchanged with its values, settled conflicts, refused lines, the journal",
    )
    silent_hours = fields.Integer(
        default=72,
        help="Exchange folder: hours without any file of SAGE after which the person in charge is told; 0 = never",
    )
    alert_ids = fields.One2many("duret.sage.alert", "backend_id")
    open_alert_ids = fields.One2many(
        "duret.sage.alert", "backend_id", string="To look at", domain=[("state", "=", "open")]
    )
    run_ids = fields.One2many("duret.sage.run", "backend_id")

    _identity_unique = models.Constraint("UNIQUE (identity)", "Two SAGE companies have the same identity.")
    _overlap_enough = models.Constraint(
        "CHECK (overlap_minutes >= 2)", "Read at least the last 2 minutes again: SAGE counts whole minutes."
    )
    _brake_is_share = models.Constraint(
        "CHECK (brake_percent BETWEEN 0 AND 100)", "The brake is a share between 0 and 100 %."
    )
    _figures_positive = models.Constraint(
        "CHECK (brake_minimum >= 0 AND max_attempts > 0 AND confirm_hours > 0 AND alert_hours > 0 AND kept_days > 0"
        " AND chunk BETWEEN 1 AND 5000)",
        "Attempts, hours and size of a batch are above zero.",
    )
