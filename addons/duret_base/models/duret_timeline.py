import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

PAGE, MOST = 30, 100  # entries of a page: usual, and at most
WORDS, TEXT = 6, 100  # of the filter: words, and characters looked at
SHOWN = 160  # characters of a message
TAG = "<[^<>]*(>|$)"  # of HTML, perhaps cut in its middle; understood by Python and by PostgreSQL
SPOKEN = ("email", "comment", "email_outgoing")  # messages that people wrote


class TimelineSource(NamedTuple):
    """One kind of entries of a client's history.

    :ivar code: short name of the kind; sources of one kind must not give the same id twice
    :ivar label: name of the kind in the user's language
    :ivar icon: class of the icon (Font Awesome)
    :ivar select: method without argument giving the SQL of all the client's entries that the user may read, with
        the columns `date` (timestamp, UTC), `id`, `title`, `detail`, `model`, `res_id` (what a click opens)
    """

    code: str
    label: str
    icon: str
    select: Callable[[], SQL]


class DuretTimeline(models.AbstractModel):
    """Everything that happened with a client, newest first.

    An addon adds its entries by extending :meth:`_timeline_sources`; no other file changes.
    """

    _name = "duret.timeline"
    _description = "History of a Client"

    @api.model
    @api.readonly
    def get_page(self, partner_id, after=None, kinds=None, text="", limit=PAGE):
        """Give one page of a client's history; the number of queries does not depend on its length.

        :param int partner_id: a contact; the history is that of its whole firm
        :param after: `next` of the page before; None for the first page
        :param kinds: codes of the kinds wanted; all when empty
        :param str text: words that the title or the detail must hold, in any case, without accents
        :param int limit: entries of the page
        :return: dict: `rows` (list of dict `kind`, `date`, `title`, `detail`, `model`, `res_id`, newest first),
            `next` (where the next page starts, None on the last one), `kinds` (list of dict `code`, `label`, `icon`)
        :raises AccessError: when the user may not read the client
        :raises UserError: when `after` is not something this method gave
        """
        client = self._timeline_client(partner_id)
        sources = self._timeline_sources(client)
        wanted = [source for source in sources if not kinds or source.code in kinds]
        size = max(1, min(limit if type(limit) is int else PAGE, MOST))
        rows = self._timeline_rows(wanted, self._timeline_cursor(after), text, size + 1)
        last = rows[size - 1] if len(rows) > size else None
        labels = {source.code: {"code": source.code, "label": source.label, "icon": source.icon} for source in sources}
        return {
            "rows": [self._timeline_entry(row) for row in rows[:size]],
            "next": [last["date"].isoformat(), last["kind"], last["id"]] if last else None,
            "kinds": list(labels.values()),
        }

    @api.model
    def _timeline_client(self, partner_id):
        """Give the contact, after checking that the user may see its history."""
        client = self.env["res.partner"]
        if self.env.user._is_internal() and type(partner_id) is int:
            client = client.with_context(active_test=False).search([("id", "=", partner_id)])
        if not client:
            raise AccessError(self.env._("You may not read the history of this client."))
        return client

    @api.model
    def _timeline_sources(self, client):
        """Give the kinds of entries of a client's history; upper addons add theirs.

        :param client: res.partner that the user may read
        :return: list of :class:`TimelineSource`
        """
        return [
            TimelineSource("mail", self.env._("Messages"), "fa-envelope-o", lambda: self._timeline_mails(client)),
            TimelineSource("document", self.env._("Documents"), "fa-paperclip", lambda: self._timeline_files(client)),
        ]

    # -- for the sources ----------------------------------------------------------------------------------------

    @api.model
    def _timeline_people(self, client):
        """Give the contacts of the client's firm that the user may read, archived ones too, as a subquery."""
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners._search(Domain("commercial_partner_id", "=", client.commercial_partner_id.id))

    @api.model
    def _timeline_select(self, model, domain, date, title, detail=None):
        """Give the entries of a model: the records that the user may read, by its rules.

        :param str model: name of the model
        :param domain: those of the client
        :param str date: field of date or of time; the creation stands in for an empty one
        :param str title: text field, or text of a record it names (`survey_id.title`)
        :param detail: the same, or a selection field, or None
        :return: SQL, see :class:`TimelineSource`; without rows when the user may not read the model
        """
        records = self.env[model].with_context(active_test=False)
        query = records._search(domain) if records.has_access("read") else None
        if query is None or query.is_empty():
            return self._timeline_nothing()
        identifier = SQL.identifier(query.table, "id")
        return query.select(
            SQL(
                "COALESCE(%s::timestamp, %s) AS date, %s AS id, %s AS title, %s AS detail, %s AS model, %s AS res_id",
                records._field_to_sql(query.table, date, query),
                records._field_to_sql(query.table, "create_date", query),
                identifier,
                self._timeline_text(records, title, query),
                self._timeline_text(records, detail, query) if detail else SQL("NULL"),
                model,
                identifier,
            )
        )

    @api.model
    def _timeline_text(self, records, path, query):
        """Give the SQL of a text as a person reads it: in the user's language, labels of selections."""
        name, _dot, other = path.partition(".")
        field, alias = records._fields[name], query.table
        if other:
            linked = records.env[field.comodel_name]
            joined = query.left_join(alias, name, linked._table, "id", name)
            return SQL("%s::text", linked._field_to_sql(joined, other, query))
        value = records._field_to_sql(alias, name, query)
        if field.type == "selection":
            labels = field._description_selection(self.env)
            cases = [SQL("WHEN %s THEN %s", code, label) for code, label in labels]
            return SQL("CASE %s %s END", value, SQL(" ").join(cases)) if cases else SQL("NULL")
        return SQL("%s::text", value)

    @api.model
    def _timeline_nothing(self):
        return SQL(
            "SELECT NULL::timestamp AS date, NULL::integer AS id, NULL AS title, NULL AS detail,"
            " NULL AS model, NULL::integer AS res_id WHERE false"
        )

    @api.model
    def _timeline_messages_of(self, model, readable):
        """Give what people wrote on records: whoever of the company may read a record may read its messages.

        :param str model: model of the records
        :param readable: Query of the records that the user may read
        """
        self.env["mail.message"].flush_model(["date", "subject", "body", "model", "res_id", "message_type"])
        return SQL(
            "SELECT date, id, subject AS title, left(body, 2000) AS detail, model, res_id FROM mail_message"
            " WHERE model = %s AND res_id IN %s AND message_type IN %s",
            model,
            readable.subselect(),
            SPOKEN,
        )

    @api.model
    def _timeline_files_of(self, model, readable):
        """Give the files of records that the user may read."""
        self.env["ir.attachment"].flush_model(["create_date", "name", "description", "res_model", "res_id"])
        return SQL(
            "SELECT create_date AS date, id, name AS title, description AS detail, 'ir.attachment' AS model,"
            " id AS res_id FROM ir_attachment WHERE res_model = %s AND res_id IN %s AND res_field IS NULL",
            model,
            readable.subselect(),
        )

    @api.model
    def _timeline_mails(self, client):
        return self._timeline_messages_of("res.partner", self._timeline_people(client))

    @api.model
    def _timeline_files(self, client):
        return self._timeline_files_of("res.partner", self._timeline_people(client))

    # -- one page -----------------------------------------------------------------------------------------------

    @api.model
    def _timeline_cursor(self, after):
        """Read where a page starts: (date, kind, id), None for the first page."""
        if not after:
            return None
        try:
            date, kind, identifier = after
            return datetime.fromisoformat(date), str(kind), int(identifier)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The place in the history is not valid: open the history again.")) from error

    @api.model
    def _timeline_rows(self, sources, cursor, text, limit):
        """Read the newest entries after a place, over all sources, in one query.

        Each source is cut to the page before they are put together: a long history costs no more to merge.
        """
        if not sources:
            return []
        parts = [self._timeline_part(source, cursor, text, limit) for source in sources]
        query = SQL(
            "SELECT kind, date, id, title, detail, model, res_id FROM (%s) AS entry"
            " ORDER BY date DESC, kind DESC, id DESC LIMIT %s",
            SQL(" UNION ALL ").join(parts),
            limit,
        )
        names = ("kind", "date", "id", "title", "detail", "model", "res_id")
        return [dict(zip(names, row, strict=True)) for row in self.env.execute_query(query)]

    @api.model
    def _timeline_part(self, source, cursor, text, limit):
        """Give the SQL of a source's newest entries after a place."""
        conditions = [SQL("date IS NOT NULL")]
        if cursor:
            date, kind, identifier = cursor
            if source.code == kind:
                conditions.append(SQL("(date, id) < (%s, %s)", date, identifier))
            else:
                conditions.append(SQL("date <= %s" if source.code < kind else "date < %s", date))
        for word in (text if isinstance(text, str) else "")[:TEXT].replace("\x00", " ").split()[:WORDS]:
            pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            held = self.env.registry.unaccent(SQL("regexp_replace(concat_ws(' ', title, detail), %s, ' ', 'g')", TAG))
            conditions.append(SQL("%s ILIKE %s", held, self.env.registry.unaccent(SQL("%s", pattern))))
        return SQL(
            "(SELECT %s AS kind, date, id, title, detail, model, res_id FROM (%s) AS source WHERE %s"
            " ORDER BY date DESC, id DESC LIMIT %s)",
            source.code,
            source.select(),
            SQL(" AND ").join(conditions),
            limit,
        )

    @api.model
    def _timeline_entry(self, row):
        """Give an entry as the page shows it; `key` is unique in the history, texts are plain."""
        title, detail = (" ".join(unescape(re.sub(TAG, " ", row[name] or "")).split()) for name in ("title", "detail"))
        return {
            "key": f"{row['kind']}-{row['id']}",
            "kind": row["kind"],
            "date": row["date"].strftime("%Y-%m-%d %H:%M:%S"),
            "title": title or detail[:SHOWN],
            "detail": detail[:SHOWN] if title else "",
            "model": row["model"],
            "res_id": row["res_id"],
        }
