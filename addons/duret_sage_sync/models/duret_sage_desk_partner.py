import json

from odoo import api, models
from odoo.tools import SQL

from ..sage.errors import BadData
from ..sage.projection import project
from ..sage.store import Applied, LocalRecord
from ..sage.words_fr import sentence
from ..sage.words_transport_fr import FIELDS as FIELD_NAMES
from .duret_sage_desk import QUIET

PARTNER = "res.partner"
# Core's prefix of addresses of the web typed without one
_SCHEME = "http://"
_STREETS = frozenset({"street", "street2"})


class DuretSageDeskPartner(models.AbstractModel):
    """What the desks of clients and of contacts share: both are contacts of Odoo.

    What `_apply` writes is what `_read` tells afterwards, whatever Odoo makes of it: where Odoo holds another writing
    (a country by its record, « http:// » before an address), the writing of SAGE is remembered beside it and told as
    long as our value stays.
    """

    _name = "duret.sage.desk.partner"
    _description = "Desk of the Exchange with SAGE: Contacts"
    _inherit = ["duret.sage.desk"]

    _models = (PARTNER,)

    # --- reading
    @api.model
    def _read(self, backend, ids):
        """Override: one statement, one row for each contact."""
        return {str(row["id"]): self._record(row) for row in self._rows(ids)}

    def _rows(self, ids):
        """Read contacts as they are.

        :return: list of dict: the columns of `_columns`, version, words, parent and by
        """
        ids = [int(name) for name in ids]
        if not ids:
            return []
        self.env[PARTNER].flush_model()
        self.env["duret.phone"].flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT p.id, %(columns)s, %(version)s AS version, p.duret_sage_words AS words,
                          NULLIF(p.commercial_partner_id, p.id) AS parent, author.name AS by
                     FROM res_partner p
                LEFT JOIN res_country country ON country.id = p.country_id
                LEFT JOIN res_users u ON u.id = COALESCE(p.duret_sage_changed_by_id, p.create_uid)
                LEFT JOIN res_partner author ON author.id = u.partner_id
                    WHERE p.id IN %(ids)s""",
                columns=SQL(", ").join(
                    SQL("%s AS %s", column, SQL.identifier(name)) for name, column in self._columns().items()
                ),
                version=self._version_sql("p"),
                ids=tuple(ids),
            )
        )
        return self.env.cr.dictfetchall()

    def _columns(self):
        """Give the fields of the entity that are read as they stand: name -> SQL over `p` and `country`."""
        raise NotImplementedError

    def _number_sql(self, condition="TRUE"):
        """SQL of the first telephone number of a contact that meets a condition on `n`."""
        return SQL(
            """(SELECT COALESCE(n.e164, n.number) FROM duret_phone n
                 WHERE n.partner_id = p.id AND %s ORDER BY n.sequence, n.id LIMIT 1)""",
            SQL(condition),
        )

    def _raw(self, row):
        """Give the values of a row as text, before what is remembered of SAGE's writing."""
        values = {name: _text(row[name]) for name in self._columns()}
        if values.get("website", "").startswith(_SCHEME):
            values["website"] = values["website"].removeprefix(_SCHEME).removesuffix("/")
        return values

    def _record(self, row):
        values = self._raw(row)
        for name, (ours, theirs) in (row["words"] or {}).items():
            if values.get(name) == ours:
                values[name] = theirs
        parent = str(row["parent"]) if row["parent"] and self._has_parent() else None
        return LocalRecord(self._entity, str(row["id"]), values, (), row["version"], parent, row["by"] or "")

    def _has_parent(self):
        """Tell whether records of this entity belong to a client."""
        return False

    # --- writing
    @api.model
    def _write_changes(self, backend, changes):
        """Override: one creation for all new contacts, the others in memory and then in a few statements."""
        before = self._read(backend, [change.local for change in changes if change.local])
        partners = self._partners(backend, changes, before)
        self._write_phones(partners, changes)
        self._after_write(partners, changes)
        after = {row["id"]: row for row in self._rows(partners.ids)}
        self._remember(partners, changes, before, after)
        self._note_changes(partners, changes)
        return [Applied(str(partner.id), after[partner.id]["version"]) for partner in partners]

    def _faults(self, backend, changes):
        """Override: what is known of each change by itself."""
        before = self._read(backend, [change.local for change in changes if change.local])
        tables = self._tables(backend)
        found = ((rank, self._fault(change, before.get(change.local), tables)) for rank, change in enumerate(changes))
        return {rank: BadData(0, *fault) for rank, fault in found if fault}

    def _fault(self, change, before, tables):
        """Say why a change cannot be written.

        :param before: `LocalRecord`, None for a new one
        :return: (code, detail), or None
        """
        return ("no_local", change.local) if change.local and before is None else None

    def _partners(self, backend, changes, before):
        """Create and write contacts.

        :return: res.partner, one for each change, in their order
        """
        tables = self._tables(backend)
        partners = self.env[PARTNER].with_context(**QUIET, _partners_skip_fields_sync=True)
        made = iter(self._create([self._creation(c, tables) for c in changes if not c.local], partners))
        result = partners.browse([int(change.local) if change.local else next(made) for change in changes])
        for partner, change in zip(result, changes, strict=True):
            vals = self._values(change, before.get(change.local), tables) if change.local else {}
            if vals:
                partner.write(vals)
        return result

    def _create(self, vals_list, partners):
        """Create contacts; their defaults are asked for once.

        :return: list of ids
        """
        if not vals_list:
            return []
        defaults = partners._add_missing_default_values({}) | {"user_id": False}
        complete = partners.with_context(duret_sage_complete=True)
        return complete.create([defaults | vals for vals in vals_list]).ids

    def _tables(self, backend):
        """Give what all changes of one go share: language and company of new contacts, and what desks look up."""
        return {"lang": self._language(), "company": self._company(backend)}

    def _creation(self, change, tables):
        """Give the values of a new contact."""
        return {"lang": tables["lang"], "company_id": tables["company"], **self._values(change, None, tables)}

    def _values(self, change, before, tables):
        """Give what a change writes into a contact, telephone numbers left out.

        :param before: `LocalRecord`, None for a new one
        """
        raise NotImplementedError

    def _language(self):
        installed = dict(self.env["res.lang"].get_installed())
        return "fr_FR" if "fr_FR" in installed else self.env.company.partner_id.lang

    def _company(self, backend):
        """Company of new contacts: none, unless there are companies whose SAGE is another one."""
        others = self.env["duret.sage.backend"].search_count([("company_id", "!=", backend.company_id.id)], limit=1)
        return backend.company_id.id if others else False

    # --- telephone numbers
    def _write_phones(self, partners, changes):
        """Write the numbers that are told, in one go."""
        rows, gone = [], self.env["duret.phone"]
        partners.duret_phone_ids.fetch(["number", "e164", "sequence", "kind"])
        for partner, change in zip(partners, changes, strict=True):
            added, replaced = self._phone_changes(partner, change)
            rows += added
            gone |= replaced
        gone.unlink()
        self.env["duret.phone"].create(rows)

    def _phone_changes(self, partner, change):
        """Give (values of numbers to create, numbers to remove) for one contact."""
        raise NotImplementedError

    def _after_write(self, partners, changes):
        """What follows from what was written."""

    # --- what is remembered
    def _remember(self, partners, changes, before, after):
        """Keep SAGE's writing where Odoo holds another one."""
        ids, words = [], []
        for partner, change in zip(partners, changes, strict=True):
            known = before.get(change.local)
            asked = {**(known.values if known else {}), **change.values}
            row = after[partner.id]
            found = self._words(self._raw(row), asked)
            if found != (row["words"] or {}):
                ids.append(partner.id)
                words.append(found)
        if ids:
            self._keep_words(ids, words)

    def _words(self, held, asked):
        """Say where what Odoo holds is not what was asked for, in what SAGE can hold.

        :return: dict {field: [held, asked]}
        """
        names = [name for name, value in asked.items() if name in held and held[name] != value]
        if not names:
            return {}
        # A long street goes on in the second line: the two are one value.
        pair = {name: held[name] for name in _STREETS if name in held} if _STREETS.intersection(names) else {}
        ours = project(self._entity, pair | {name: held[name] for name in names})
        theirs = project(self._entity, {name: asked.get(name, held[name]) for name in ours})
        return {name: [held[name], asked[name]] for name in ours if name in asked and ours[name] != theirs[name]}

    def _keep_words(self, ids, words):
        self.env.cr.execute_values(
            """UPDATE res_partner p SET duret_sage_words = said.words::jsonb
                 FROM (VALUES %s) AS said (id, words) WHERE p.id = said.id""",
            [(number, json.dumps(found)) for number, found in zip(ids, words, strict=True)],
        )
        self.env[PARTNER].browse(ids).invalidate_recordset(["duret_sage_words"], flush=False)

    def _note_changes(self, partners, changes):
        """Leave one note on each known contact that changed."""
        bodies = {
            partner.id: self.env._(
                "Updated by SAGE: %s", ", ".join(FIELD_NAMES.get(name, name) for name in sorted(change.values))
            )
            for partner, change in zip(partners, changes, strict=True)
            if change.local and change.values
        }
        self._note(bodies)

    def _note(self, bodies):
        """Leave a note on contacts, in their history only: nobody is told.

        :param bodies: dict {id: text}
        """
        if bodies:
            partners = self.env[PARTNER].with_context(lang=self._language(), **QUIET).browse(list(bodies))
            partners._message_log_batch(bodies=bodies)

    # --- refusals
    @api.model
    def _refusal(self, change, error):
        """Override: numbers of clients."""
        if "duret_sage_number_unique" in str(error):
            return BadData(0, "number_taken", change.values.get("number", ""))
        return super()._refusal(change, error)

    # --- put aside
    @api.model
    def _archive(self, backend, ids, reason):
        """Override: flag; archive those on whom nothing hangs, the others say why they stay."""
        partners = self.env[PARTNER].with_context(**QUIET).browse([int(name) for name in ids]).exists()
        partners.write({"duret_sage_is_gone": True})
        self._set_aside(partners, sentence(reason))

    @api.model
    def _revive(self, backend, ids):
        """Override."""
        partners = self.env[PARTNER].with_context(**QUIET).browse([int(name) for name in ids]).exists()
        partners.write({"duret_sage_is_gone": False})
        self._take_back(partners)

    def _set_aside(self, partners, why):
        """Archive contacts, except those that are still needed; each gets a note."""
        needed = self._still_needed(partners)
        free = partners.filtered(lambda partner: partner.active and partner.id not in needed)
        if free:
            free.write({"active": False, "duret_sage_is_aside": True})
        self._note({partner.id: f"{why} {needed[partner.id]}" if partner.id in needed else why for partner in partners})

    def _take_back(self, partners):
        """Take contacts out of the archive that the exchange has put there and SAGE has awake again."""
        aside = partners.filtered(
            lambda one: one.duret_sage_is_aside and not one.duret_sage_is_gone and not one.duret_sage_is_asleep
        )
        if aside:
            aside.write({"active": True, "duret_sage_is_aside": False})

    @api.model
    def _still_needed(self, partners):
        """Say which contacts cannot be archived, and why; addons with work of their own add to it.

        :return: dict {id: sentence}
        """
        # sudo of the desk: only that there is an account, no more.
        users = self.env["res.users"].search([("partner_id", "in", partners.ids), ("active", "=", True)])
        why = self.env._("The contact has a user account and stays active here.")
        return {user.partner_id.id: why for user in users}

    # --- match keys
    def _stale_keys(self, limit):
        """Override."""
        self.env[PARTNER].flush_model()
        self.env["duret.phone"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM res_partner p
                LEFT JOIN duret_sage_match_key k ON k.model = 'res.partner' AND k.res_id = p.id
                                                AND k.entity = %s AND k.kind = 'version'
                    WHERE %s AND k.value IS DISTINCT FROM %s ORDER BY p.id LIMIT %s""",
                self._entity,
                self._is_indexed(),
                self._version_sql("p"),
                limit,
            )
        )
        return [str(number) for (number,) in rows]

    def _is_indexed(self):
        """SQL condition on `p`: a contact that may be the one SAGE speaks of."""
        raise NotImplementedError

    def _outsiders(self):
        """SQL conditions on `p`, each of which keeps a contact out of SAGE for good; addons add theirs."""
        return [
            SQL("EXISTS (SELECT FROM res_users u WHERE u.partner_id = p.id AND u.share IS NOT TRUE)"),
            SQL("EXISTS (SELECT FROM res_company c WHERE c.partner_id = p.id)"),
            SQL("p.employee IS TRUE"),
        ]

    def _is_nobody_of_ours(self):
        return SQL("NOT (%s)", SQL(" OR ").join(self._outsiders()))


def _text(value):
    if isinstance(value, bool):
        return "1" if value else "0"
    return value or ""
