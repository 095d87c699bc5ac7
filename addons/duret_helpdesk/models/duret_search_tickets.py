from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .duret_search_index import SPOKEN

TICKET = "helpdesk.ticket"
NEWEST = 40  # latest tickets holding the words, among which the best are shown
COMMON = 2000  # tickets from which words count as common
WINDOW = 400  # latest tickets in which common words are looked for first


class DuretSearchTickets(models.AbstractModel):
    """How the search finds tickets. Everything goes through `_search` as the user."""

    _name = "duret.search.tickets"
    _inherit = ["duret.search.clients"]
    _description = "Search of Tickets"

    @api.model
    def _find_tickets(self, query, clients, limit):
        """Find tickets: by number, by words of the subject, of the request or of its messages, then by client.

        :param query: `search_query.SearchQuery`
        :param clients: dict {id: matched} of the clients found by the same text
        :return: dict {id: matched}, best first
        """
        found = dict.fromkeys(self._tickets_numbered(query), "number")
        for key, matched in self._tickets_by_words(query, limit):
            found.setdefault(key, matched)
        for key in self._tickets_of(query, clients, limit):
            found.setdefault(key, "client")
        return found

    @api.model
    def _tickets_numbered(self, query):
        """Tickets whose number was typed, archived ones too."""
        if not query.ticket_numbers:
            return ()
        tickets = self.env[TICKET].with_context(active_test=False)
        return tuple(tickets._search(Domain("number", "in", list(query.ticket_numbers)), order="id desc"))

    @api.model
    def _tickets_by_words(self, query, limit):
        """Tickets holding all the words, in French (« prises » finds « prise »), the last one half typed or not.

        :return: list of (id, matched): those with the words in the subject first, then the newest
        """
        if not query.words:
            return []
        typed = SQL("to_tsquery('duret_french', %s)", query.full_text)
        rows = self._newest_with_common_words(typed, limit) if self._is_common(typed) else []
        if len(rows) < limit:
            held = self._holding_sql(self.env[TICKET], typed)
            rows = self._titled(
                Domain.custom(
                    to_sql=lambda _model, alias, _query: SQL("%s IN (%s)", SQL.identifier(alias, "id"), held)
                ),
                typed,
                limit,
            )
        return [(key, "subject" if titled else "text") for key, titled in rows]

    @api.model
    def _is_common(self, typed):
        """Tell whether words are in so many tickets that sorting them all would be felt.

        Only the words of the index are counted, up to :data:`COMMON`: nothing of a ticket is read.
        """
        table = self.env[TICKET]._table
        words = self._words_sql(self.env[TICKET], table)
        counted = SQL(
            "SELECT count(*) FROM (SELECT FROM %s WHERE %s @@ %s LIMIT %s) AS held",
            SQL.identifier(table),
            words,
            typed,
            COMMON,
        )
        return self.env.execute_query(counted)[0][0] == COMMON

    @api.model
    def _newest_with_common_words(self, typed, limit):
        """Among the latest tickets only: common words are nearly always there.

        :return: list of (id, whether the subject holds the words)
        """
        tickets = self.env[TICKET]
        latest = tickets._search([], order="id desc", limit=WINDOW)
        recent = Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "%s IN %s AND %s @@ %s",
                SQL.identifier(alias, "id"),
                latest.subselect(),
                self._words_sql(model, alias),
                typed,
            )
        )
        return self._titled(recent, typed, limit)

    @api.model
    def _titled(self, domain, typed, limit):
        """Read the newest matching tickets, those with the words in the subject first.

        :return: list of (id, whether the subject holds the words)
        """
        tickets = self.env[TICKET]
        found = tickets._search(domain)
        if found.is_empty():
            return []
        subject = tickets._field_to_sql(found.table, "name")
        return self.env.execute_query(
            SQL(
                "WITH found AS MATERIALIZED (%s), newest AS (SELECT * FROM found ORDER BY id DESC LIMIT %s)"
                " SELECT id, duret_words(name, '') @@ %s AS titled FROM newest ORDER BY titled DESC, id DESC LIMIT %s",
                found.select(SQL("%s AS id, %s AS name", SQL.identifier(found.table, "id"), subject)),
                NEWEST,
                typed,
                limit,
            )
        )

    @api.model
    def _words_sql(self, model, alias):
        """The words of a ticket's subject and request, as they are indexed."""
        return SQL("duret_words(%s, %s)", model._field_to_sql(alias, "name"), model._field_to_sql(alias, "description"))

    @api.model
    def _holding_sql(self, model, typed):
        """SELECT of the ids of tickets holding the words, each part through its own index.

        Whoever may read a ticket inside the company may read its messages, internal notes included.
        """
        table, message = model._table, self.env["mail.message"]
        spoken = SQL(
            "duret_words(%s, %s)", message._field_to_sql("said", "subject"), message._field_to_sql("said", "body")
        )
        return SQL(
            "SELECT id FROM %(table)s WHERE %(words)s @@ %(typed)s UNION SELECT said.res_id FROM mail_message AS said"
            " WHERE said.model = 'helpdesk.ticket' AND said.message_type IN %(types)s AND %(spoken)s @@ %(typed)s",
            table=SQL.identifier(table),
            words=self._words_sql(model, table),
            typed=typed,
            types=SPOKEN,
            spoken=spoken,
        )

    @api.model
    def _tickets_of(self, query, clients, limit):
        """Tickets of the clients found for sure, and of an address that belongs to no contact, newest first."""
        sure = [key for key, matched in clients.items() if matched != "similar"]
        domain = Domain("commercial_partner_id", "in", sure) | Domain("partner_id", "in", sure)
        if query.email:
            domain |= Domain("partner_email", "=", query.email)
        if not sure and not query.email:
            return ()
        return self._latest(self.env[TICKET]._search(domain), limit)
