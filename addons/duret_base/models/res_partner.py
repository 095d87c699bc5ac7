"""Contacts with as many telephone numbers as needed, found in any writing."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..duret_phones import display, e164, like_patterns, parse_cell
from ..duret_phones.parsing import is_short

_NEGATIVES = {"not in": "in", "not like": "like", "not ilike": "ilike", "!=": "="}


class ResPartner(models.Model):
    """Numbers live in ``duret.phone``; ``phone`` stays the main one for Odoo's own screens."""

    _inherit = "res.partner"

    duret_phone_ids = fields.One2many("duret.phone", "partner_id", string="Telephone numbers", copy=True)
    phone = fields.Char(compute="_compute_phone", inverse="_inverse_phone", store=True, readonly=False, copy=False)

    # --- main number and list of numbers, kept equal -----------------------------------
    @api.depends("duret_phone_ids.number", "duret_phone_ids.e164", "duret_phone_ids.sequence")
    def _compute_phone(self):
        for partner in self:
            partner.phone = partner._duret_main_phone().display_number

    def _inverse_phone(self):
        """Carry what was typed in « Phone » over to the list of numbers.

        A number already listed becomes the main one; another one takes the place of the
        main one; a cell with several numbers fills several rows; an emptied cell removes
        the main number, and the next one takes its place.
        """
        # sudo: writing the contact itself was allowed by the write() or create() that leads here;
        # who may write a contact (a salesman, say) may have no right on duret.phone.
        partners = self.sudo()
        rows, replaced = [], partners.env["duret.phone"]
        for partner in partners:
            added, main = partner._duret_main_phone_changes(partner.phone)
            rows += added
            replaced |= main
        replaced.unlink()
        replaced.create(rows)
        rewritten = self.browse()
        for partner in partners:
            typed, partner.phone = partner.phone, partner._duret_main_phone().display_number
            if partner.phone != typed:
                rewritten |= partner
        rewritten.modified(["phone"])

    def _duret_main_phone(self):
        """Give the first number of one contact (new rows of a form have no order yet).

        :return: duret.phone, empty when there is none
        """
        self.ensure_one()
        return self.duret_phone_ids.sorted(lambda phone: (phone.sequence, phone._origin.id or 10**9))[:1]

    def _duret_main_phone_changes(self, text):
        """Say what makes a typed text the main number of one contact; rank a listed number first.

        :param str text: what was typed, possibly several numbers, or empty
        :return: (list of values of the rows to create, duret.phone to remove)
        """
        main, none = self._duret_main_phone(), self.env["duret.phone"]
        if text and main and text in (main.number, main.display_number):
            return [], none
        numbers = parse_cell(text, self._duret_phone_region())
        known = {phone.e164 or phone.number: phone for phone in self.duret_phone_ids}
        first = min(self.duret_phone_ids.mapped("sequence"), default=10)
        listed = known.get(numbers[0].e164 or numbers[0].raw) if numbers else None
        if listed:
            listed.sequence = first - 1
        new = [number for number in numbers if (number.e164 or number.raw) not in known]
        return self._prepare_duret_phones(new, first), none if listed else main

    def _prepare_duret_phones(self, numbers, sequence=10):
        """Give the values of the rows of parsed numbers.

        :param list numbers: ``duret_phones.Number``
        :param int sequence: rank of the first of them
        :return: list of dict
        """
        return [
            {
                "partner_id": self.id,
                "number": number.raw,
                "kind": number.kind,
                "note": number.note or False,
                "sequence": sequence + rank,
            }
            for rank, number in enumerate(numbers)
        ]

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        """Warn about a wrong main number, and show a right one the French way.

        Replaces the international writing that phone_validation would put.
        """
        if not self.phone:
            return None
        numbers = parse_cell(self.phone, self._duret_phone_region())
        if len(numbers) == 1 and numbers[0].e164 and not numbers[0].note:
            self.phone = display(numbers[0].e164)
        elif not any(number.e164 for number in numbers) and not is_short(self.phone):
            return {"warning": self.env["duret.phone"]._wrong_number_warning(self.phone)}
        return None

    # --- reading and writing numbers ----------------------------------------------------
    def _duret_phone_region(self):
        """Give the country of numbers written without a country code.

        :return: str, ISO code: the contact's country, else the company's, else France
        """
        return self.country_id.code or self.env.company.country_id.code or "FR"

    def _phone_format_number(self, number, country, force_format="E164", raise_exception=False):
        """Read every French and Swiss writing before leaving the number to phone_validation.

        :return: str or False, as phone_validation does; ``NATIONAL`` is the French display
        """
        complete = e164(number, country.code or "FR") if number else None
        return super()._phone_format_number(
            complete or number, country, force_format=force_format, raise_exception=raise_exception
        )

    @api.model
    def _duret_phone_e164(self, text):
        """Give the E.164 form of the first number of a text.

        :param text: str or None, any writing
        :return: str, or False when there is no complete number
        """
        return e164(text, self.env.company.country_id.code or "FR") or False

    @api.model
    def _duret_reference_fields(self):
        """Name the fields whose exact value says which client is meant; other addons add theirs.

        :return: list of indexed char fields
        """
        return ["ref", "vat", "company_registry"]

    @api.model
    def _duret_find_by_phone(self, text):
        """Find the contacts that have a number, in one query.

        :param text: str, any writing; a part of a number finds all that hold it
        :return: res.partner the user may read, possibly several: a number is often shared
        """
        domain = self._duret_phone_domain(text)
        found = self.search(domain) if not domain.is_false() else self.browse()
        return self.union(*found._duret_standing_for().values())

    def _duret_standing_for(self):
        """Say for whom each of these contacts stands, when people look for a client. Addons that keep places or
        other things as contacts extend it.

        :return: dict {contact: res.partner the user may read}, in the same order; here each one for itself
        """
        return {partner: partner for partner in self}

    # --- client card --------------------------------------------------------------------
    def duret_client_card(self):
        """Give what is shown of this client to whoever speaks to him on the telephone.

        :return: dict: ``id``, ``name``, ``company`` (name of his firm, or ""), ``function``, ``address``, ``email``,
            ``note``, ``phones`` (list of dict e164, number, note) and ``sections`` (see :meth:`_duret_card_sections`)
        :raises AccessError: when the user may not read the contact
        """
        self.ensure_one()
        self.check_access("read")
        firm = self.commercial_partner_id
        town = " ".join(filter(None, (self.zip, self.city)))
        numbers = self.duret_phone_ids or firm.duret_phone_ids
        return {
            "id": self.id,
            "name": self.name or self.display_name,
            "company": (firm.name or "") if firm != self else "",
            "function": self.function or "",
            "address": ", ".join(filter(None, (self.street, self.street2, town))),
            "email": self.email or "",
            "note": html2plaintext(self.comment or "").strip(),
            "phones": [phone._duret_card_number() for phone in numbers],
            "sections": sorted(self._duret_card_sections(), key=lambda section: section["sequence"]),
        }

    def _duret_card_sections(self):
        """Give the parts of the client card; every addon adds its own, read with the rights of the user.

        :return: list of dict: ``code``, ``title``, ``sequence``, ``icon`` (Font Awesome), ``rows`` (list of dict
            ``model``, ``id``, ``title``, ``subtitle``, ``badge``, ``tone``: a Bootstrap colour) and ``empty``
            (sentence shown without rows). A section that the user may not read is left out.
        """
        self.ensure_one()
        return []

    # --- search in any writing ----------------------------------------------------------
    @api.model
    def _duret_phone_domain(self, text):
        """Give the domain of the contacts that have a number.

        :param text: what a person typed
        :return: Domain, false when the text is not a telephone number
        """
        patterns = like_patterns(text, self.env.company.country_id.code or "FR")
        if not patterns:
            return Domain.FALSE
        # A complete number is looked up by equality: three times faster than by the letters of the trigram index.
        keys = Domain.OR(
            Domain("search_key", "=like", pattern) if "%" in pattern else Domain("e164", "=", pattern)
            for pattern in patterns
        )
        return Domain("duret_phone_ids", "any", keys)

    @api.model
    def _search_phone_mobile_search(self, operator, value):
        """Search the list of numbers; anything else is left to phone_validation."""
        positive = _NEGATIVES.get(operator, operator)
        if positive in ("in", "=", "like", "ilike", "=like", "=ilike"):
            texts = [value] if isinstance(value, str) else value if positive == "in" else []
            domains = [self._duret_phone_domain(text) for text in texts if isinstance(text, str)]
            domains = [domain for domain in domains if not domain.is_false()]
            if domains and len(domains) == len(texts):
                found = Domain.OR(domains)
                return ~found if operator in _NEGATIVES else found
        return super()._search_phone_mobile_search(operator, value)

    @api.model
    def _search_display_name(self, operator, value):
        """Find a contact by any writing of any of its numbers, next to its name."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("ilike", "like", "=") or not isinstance(value, str):
            return domain
        return Domain(domain) | self._duret_phone_domain(value)
