from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .duret_search_index import CLIENT_KEY

CLIENT = "res.partner"
COMPARED = 1000  # names holding the words that are compared with what was typed
FEW = 3  # with fewer clients found, misspelt names are proposed too
ALIKE = 0.4  # word similarity of pg_trgm (0 to 1) from which a misspelt name is proposed


class DuretSearchClients(models.AbstractModel):
    """How the search finds clients. Everything goes through `_search` as the user."""

    _name = "duret.search.clients"
    _description = "Search of Clients"

    @api.model
    def _find_clients(self, query, limit):
        """Find clients, the surest reason first; misspelt names when hardly anything else is found.

        :param query: `search_query.SearchQuery`
        :param int limit: how many at most for each reason
        :return: dict {id: matched}, best first; what stands for a client (a site) gives way to him
        """
        found = self._find_contacts(query, limit)
        result = {}
        for contact, client in self.env[CLIENT].browse(found)._duret_standing_for().items():
            result.setdefault(client.id, found[contact.id])
        return result

    @api.model
    def _find_contacts(self, query, limit):
        """Find contacts of every kind; see :meth:`_find_clients`."""
        found = {}
        for matched, domain in self._exact_domains(query).items():
            if not domain.is_false():
                for key in self._latest(self.env[CLIENT]._search(domain, limit=COMPARED), limit):
                    found.setdefault(key, matched)
        if query.email and found:
            return found
        for matched, holder in (("name", self._name_sql), ("address", self._key_sql)):
            if len(found) < limit:
                for key in self._clients_holding(holder, query.words, limit):
                    found.setdefault(key, matched)
        if len(found) < min(FEW, limit):
            for key in self._clients_alike(query, limit):
                found.setdefault(key, "similar")
        return found

    @api.model
    def _latest(self, query, limit):
        """Read the newest records of a query.

        Materialized: asked for the newest, PostgreSQL may walk through all records from the last one on.

        :return: tuple of ids
        """
        if query.is_empty():
            return ()
        candidates = query.select(SQL("%s AS id", SQL.identifier(query.table, "id")))
        rows = self.env.execute_query(
            SQL("WITH found AS MATERIALIZED (%s) SELECT id FROM found ORDER BY id DESC LIMIT %s", candidates, limit)
        )
        return tuple(key for (key,) in rows)

    @api.model
    def _exact_domains(self, query):
        """Give the domains that recognise a number, an address or a reference.

        :return: dict {matched: Domain}; false where the text is nothing of the kind
        """
        partners = self.env[CLIENT]
        email = reference = Domain.FALSE
        if query.email:
            email = Domain("email_normalized", "=", query.email)
        elif query.email_start:
            email = Domain("email_normalized", "=like", escape_like(query.email_start) + "%")
        if query.references:
            names = partners._duret_reference_fields()
            reference = Domain.OR(Domain(name, "in", list(query.references)) for name in names)
        return {"phone": Domain(partners._duret_phone_domain(query.text)), "email": email, "reference": reference}

    @api.model
    def _name_sql(self, model, alias):
        """The folded name, as it is indexed."""
        return SQL("duret_fold(%s)", model._field_to_sql(alias, "complete_name"))

    @api.model
    def _key_sql(self, model, alias):
        """Name, address, e-mail and reference folded together, as they are indexed."""
        fields = [model._field_to_sql(alias, name) for name in CLIENT_KEY]
        return SQL("duret_client_key(%s)", SQL(", ").join(fields))

    @api.model
    def _clients_holding(self, holder, words, limit):
        """Find the clients of whom a text holds, for each word typed, a word beginning with it.

        :param holder: method giving the SQL of the text
        :param words: folded words
        :return: list of ids; the closest names first
        """
        if not words:
            return []

        def holds(model, alias, _query):
            text = holder(model, alias)
            return SQL(" AND ").join(SQL("%s LIKE %s", text, f"% {word}%") for word in words)

        return self._closest(Domain.custom(to_sql=holds), words, limit, SQL("similarity"))

    @api.model
    def _clients_alike(self, query, limit):
        """Find the clients whose name looks like what was typed (« Favrre », « Duppont »).

        :return: list of ids, the closest first
        """
        if not any(word.isalpha() and len(word) > 2 for word in query.words):
            return []

        def alike(model, alias, _query):
            return SQL("%s <%% %s", " ".join(query.words), self._name_sql(model, alias))

        # Of this transaction only: the threshold is a setting of the extension.
        self.env.cr.execute(SQL("SET LOCAL pg_trgm.word_similarity_threshold = %s", ALIKE))
        return self._closest(Domain.custom(to_sql=alike), query.words, limit, SQL("strict_word_similarity"))

    @api.model
    def _closest(self, domain, words, limit, closeness):
        """Order matching clients by how close their name is to the words, in one query.

        :param SQL closeness: function of pg_trgm that compares (0 to 1)
        :return: list of ids
        """
        partners, typed = self.env[CLIENT], " ".join(words)
        query = partners._search(domain, limit=COMPARED)
        if query.is_empty():
            return []
        name = self._name_sql(partners, query.table)
        candidates = query.select(SQL("%s AS id, %s AS name", SQL.identifier(query.table, "id"), name))
        rows = self.env.execute_query(
            SQL(
                "WITH candidate AS MATERIALIZED (%s) SELECT id FROM candidate"
                " ORDER BY name LIKE %s DESC, %s(%s, name) DESC, name, id LIMIT %s",
                candidates,
                f" {typed}%",
                closeness,
                typed,
                limit,
            )
        )
        return [key for (key,) in rows]


def escape_like(text):
    """The text with nothing in it that LIKE reads as a pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
