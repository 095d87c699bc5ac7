from odoo import api, fields, models

CHANNELS = [
    ("phone", "Telephone"),
    ("office", "Office"),
    ("portal", "Online"),
    ("technician", "Technician"),
    ("import", "Import"),
    ("recurring", "Maintenance contract"),
    ("optimiser", "Optimiser"),
    ("calendar", "Outlook"),
    ("rpc", "Other program"),
]
KINDS = [
    ("created", "Created"),
    ("planned", "Planned"),
    ("moved", "Moved"),
    ("reassigned", "Given to another technician"),
    ("cancelled", "Cancelled"),
    ("en_route", "On the way"),
    ("delayed", "Delayed"),
    ("arrived", "Arrived"),
    ("done", "Done"),
    ("offered", "Earlier time proposed"),
]


class DuretVisitEvent(models.Model):
    """What happened to a visit: who, when, by which channel. Rows are only added.

    What acts on it (messages, calendars, live board) overrides ``_duret_react`` in a mixin of its own, listed here
    before `duret.event.reaction`; other addons extend this model.
    """

    _name = "duret.visit.event"
    _inherit = [
        "duret.event.reaction.board",
        "duret.event.reaction.maintenance",
        "duret.event.reaction.messages",
        "duret.event.reaction.waiting",
        "duret.event.reaction.day",
        "duret.event.reaction",
    ]
    _description = "Visit Event"
    _order = "date desc, id desc"
    _rec_name = "kind"

    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(KINDS, required=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one("res.users", "By", default=lambda self: self.env.user, ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Client Who Acted", ondelete="set null")
    channel = fields.Selection(CHANNELS, required=True, default="office")
    old_start = fields.Datetime("Start Before")
    new_start = fields.Datetime("Start After")
    old_person_ids = fields.Many2many(
        "fsm.person", "duret_visit_event_old_person_rel", "event_id", "person_id", string="Technicians Before"
    )
    new_person_ids = fields.Many2many(
        "fsm.person", "duret_visit_event_new_person_rel", "event_id", "person_id", string="Technicians After"
    )
    note = fields.Char()

    @api.model
    def _duret_record(self, vals_list):
        """Write events and let the rest of the suite react, once for the whole batch.

        :param vals_list: values of events; channel, client, author and date come from the context when they are missing
        :return: the events
        """
        context = self.env.context
        common = {
            "channel": context.get("duret_channel", "office"),
            "partner_id": context.get("duret_actor_partner_id", False),
            "user_id": self.env.uid,
            "note": context.get("duret_event_note", False),
            "date": context.get("duret_event_date") or fields.Datetime.now(),
        }
        # The journal is written for whoever may change the visit: nobody writes in it by hand.
        events = self.sudo().create([common | values for values in vals_list])
        if events:
            events._duret_react()
        return events
