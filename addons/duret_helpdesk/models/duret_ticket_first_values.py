from odoo import api, models

# What the figures below are made of; the second ones may be computed by Odoo when they are not given.
GIVEN = (
    *("active", "company_id", "partner_id", "type_id", "category_id", "tag_ids", "priority", "create_date"),
    *("closed_date", "last_stage_update", "duret_first_response_date", "duret_contact_count", "duret_reopen_count"),
)
OWN_OR_COMPUTED = ("team_id", "user_id", "stage_id")
SIMPLE = ("commercial_partner_id", "unattended", "duret_is_open", "duret_first_contact")


class DuretTicketFirstValues(models.AbstractModel):
    """A new ticket is inserted with its computed figures, and its row is not written a second time right after.

    Two dozen indexes follow the row of a ticket: PostgreSQL writes into all of them again when one figure changes.
    Odoo computes the figures after the insertion as ever, so that one that was not foreseen rightly is put right.
    """

    _name = "duret.ticket.first.values"
    _description = "Ticket: First Values"

    @api.model
    def _prepare_create_values(self, vals_list):
        """Override: the figures that are computed from the values of a new ticket come with them."""
        vals_list = super()._prepare_create_values(vals_list)
        # sudo: promises, stages and hours, read whoever opens a ticket; only the program's own figures are filled in.
        model = self.sudo()
        tickets = model.concat(*(model.new(self._duret_known_values(vals)) for vals in vals_list))
        tickets._duret_fetch_languages()
        contracts, due = tickets._duret_under_contract(tickets.partner_id), self._duret_due_days()
        for ticket, vals in zip(tickets, vals_list, strict=True):
            vals |= {name: ticket._fields[name].convert_to_write(ticket[name], ticket) for name in SIMPLE}
            vals |= ticket._duret_first_clock(ticket.partner_id.id in contracts)
            if "activity_ids" not in vals:
                vals |= ticket._duret_first_action(due)
        return vals_list

    @api.model
    def _duret_known_values(self, vals):
        """Values of a new ticket that its figures depend on."""
        return {name: vals.get(name, False) for name in GIVEN} | {
            name: vals[name] for name in OWN_OR_COMPUTED if name in vals
        }
