from odoo import api, models
from odoo.exceptions import AccessError

from ..search_query import analyse

CLIENT, TICKET = "res.partner", "helpdesk.ticket"
MOST = 50  # results of one question


class DuretSearch(models.AbstractModel):
    """One box for clients and tickets. Everything is read as the user: record rules decide what is found."""

    _name = "duret.search"
    _inherit = ["duret.search.tickets"]
    _description = "Search of Clients and Tickets"

    @api.model
    @api.readonly
    def find(self, text, limit=8, models=None):
        """Find clients and tickets from what a person typed.

        The number of queries does not depend on what is found.

        :param str text: number of a ticket or a telephone in any writing, name, address, e-mail, reference, words
        :param int limit: how many results at most
        :param models: names of the models to look in; both when empty
        :return: list of dict, best first: `model`, `id`, `title`, `subtitle`, and `matched`, what was recognised
            (number, phone, email, reference, name, address, similar, subject, text, client)
        :raises AccessError: for clients of the portal, who have no search box
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only the people of the company can search clients and requests."))
        query = analyse(text)
        limit = max(1, min(limit if type(limit) is int else 8, MOST))
        wanted = set(models or (CLIENT, TICKET))
        clients = self._find_clients(query, limit) if query else {}
        tickets = self._find_tickets(query, clients, limit) if query and TICKET in wanted else {}
        return self._rank(clients if CLIENT in wanted else {}, tickets, limit)

    @api.model
    def _rank(self, clients, tickets, limit):
        """Put an exact ticket number first, then clients, tickets, and last the names that are only alike.

        Clients and tickets leave room for each other.

        :param dict clients: {id: matched}, best first
        :param dict tickets: {id: matched}, best first
        :return: list of dict, see :meth:`find`
        """
        numbered = [key for key, matched in tickets.items() if matched == "number"][:limit]
        others = [key for key in tickets if tickets[key] != "number"]
        sure = [key for key in clients if clients[key] != "similar"]
        room = limit - len(numbered)
        sure = sure[: max(room - len(others), (room + 1) // 2)]
        others = others[: room - len(sure)]
        alike = [key for key in clients if clients[key] == "similar"][: room - len(sure) - len(others)]
        rows = self._client_rows(sure + alike, clients), self._ticket_rows(numbered + others, tickets)
        first, last = len(numbered), len(sure)
        return rows[1][:first] + rows[0][:last] + rows[1][first:] + rows[0][last:]

    @api.model
    def _client_rows(self, ids, matched):
        """Results for clients: name; telephone and town."""
        rows, clients = [], self.env[CLIENT].browse(ids)
        clients.fetch(["complete_name", "phone", "zip", "city", "email"])
        for client in clients:
            subtitle = " · ".join(filter(None, (client.phone, client.zip, client.city)))
            rows.append(self._row(client, client.display_name, subtitle or client.email or "", matched))
        return rows

    @api.model
    def _ticket_rows(self, ids, matched):
        """Results for tickets: number and subject; client and stage."""
        rows, tickets = [], self.env[TICKET].browse(ids)
        tickets.fetch(["number", "name", "partner_id", "partner_name", "stage_id"])
        for ticket in tickets:
            client = ticket.partner_id.display_name or ticket.partner_name
            subtitle = " · ".join(filter(None, (client, ticket.stage_id.name)))
            rows.append(self._row(ticket, f"{ticket.number} – {ticket.name}", subtitle, matched))
        return rows

    @api.model
    def _row(self, record, title, subtitle, matched):
        return {
            "model": record._name,
            "id": record.id,
            "title": title,
            "subtitle": subtitle,
            "matched": matched[record.id],
        }
