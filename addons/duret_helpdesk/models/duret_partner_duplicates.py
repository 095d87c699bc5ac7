from odoo import api, models
from odoo.tools import SQL
from odoo.tools.mail import email_normalize

from ..contact_match import Sheet, rank, search_words

NEAR_NAMES = 20  # contacts looked at for one name
SHOWN = 5


class DuretPartnerDuplicates(models.AbstractModel):
    """Who may already be known, before a contact is made."""

    _name = "duret.partner.duplicates"
    _description = "Contact: Possible Duplicates"

    @api.model
    def duret_find_duplicates(self, contacts):
        """Find the contacts that may be the same as those about to be created. See `contact_match` for the rules.

        The number of queries does not depend on the number of contacts.

        :param list contacts: dicts of texts: ``name``, ``phone``, ``email``, ``siret``, ``street``, ``zip``, ``city``
        :return: for each, a list of dict, the likeliest first: ``id``, ``name``, ``subtitle``, ``score`` (0 to 100),
            ``sure`` (bool), ``reasons`` (codes: siret, email, phone, name_address, name), ``why`` (a sentence);
            only contacts that the user may read
        """
        wanted = [self._duret_wanted_sheet(contact) for contact in contacts]
        known = {partner.id: partner._duret_known_sheet() for partner in self._duret_near(wanted)}
        return [[self._duret_duplicate(key, match) for key, match in rank(sheet, known, SHOWN)] for sheet in wanted]

    def _duret_wanted_sheet(self, contact):
        """Sheet of what was typed."""
        texts = {name: value if isinstance(value, str) else "" for name, value in contact.items()}
        complete = self.env["res.partner"]._duret_phone_e164(texts.get("phone"))
        return Sheet(
            name=texts.get("name", ""),
            phones=frozenset([complete] if complete else []),
            email=email_normalize(texts.get("email")) or "",
            siret=texts.get("siret", ""),
            street=texts.get("street", ""),
            zip=texts.get("zip", ""),
            city=texts.get("city", ""),
        )

    def _duret_known_sheet(self):
        """Sheet of this contact."""
        self.ensure_one()
        return Sheet(
            name=self.name or "",
            phones=frozenset(filter(None, self.duret_phone_ids.mapped("e164"))),
            email=self.email_normalized or "",
            siret=self.company_registry or "",
            street=self.street or "",
            zip=self.zip or "",
            city=self.city or "",
        )

    def _duret_near(self, sheets):
        """Contacts that share a number, an address of mail, a SIRET or nearly the name with one of the sheets.

        :return: res.partner that the user may read
        """
        phones = {phone for sheet in sheets for phone in sheet.phones}
        emails = {sheet.email for sheet in sheets if sheet.email}
        registries = {sheet.siret for sheet in sheets if sheet.siret}
        registries |= {"".join(filter(str.isdigit, siret)) for siret in registries}
        partners = self.env["res.partner"]
        near = (
            partners.search([("id", "in", self._duret_near_names(sheets))])
            | partners.search([("duret_phone_ids", "any", [("e164", "in", list(phones))])])
            | partners.search([("email_normalized", "in", list(emails))])
            | partners.search([("company_registry", "in", list(registries - {""}))])
        )
        return partners.union(*near._duret_standing_for().values())

    def _duret_near_names(self, sheets):
        """Ids of the contacts whose name reads nearly like one of the sheets', by the index of the search."""
        names = sorted({search_words(sheet.name) for sheet in sheets} - {""})
        if not names:
            return []
        self.env["res.partner"].flush_model(["complete_name", "active"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT near.id
                  FROM unnest(%(names)s) AS wanted(name),
               LATERAL (SELECT p.id
                          FROM res_partner p
                         WHERE duret_fold(p.complete_name) %% wanted.name AND p.active
                      ORDER BY similarity(duret_fold(p.complete_name), wanted.name) DESC, p.id
                         LIMIT %(most)s) AS near
                """,
                names=names,
                most=NEAR_NAMES,
            )
        )
        return [row[0] for row in rows]

    def _duret_duplicate(self, partner_id, match):
        """One possible duplicate, for the screen."""
        partner = self.env["res.partner"].browse(partner_id)
        town = " ".join(filter(None, (partner.zip, partner.city)))
        return {
            "id": partner.id,
            "name": partner.display_name,
            "subtitle": " · ".join(filter(None, (partner.phone, partner.street, town))),
            "score": match.score,
            "sure": match.is_sure,
            "reasons": list(match.reasons),
            "why": ", ".join(self._duret_reason_words(reason) for reason in match.reasons),
        }

    def _duret_reason_words(self, reason):
        return {
            "siret": self.env._("same SIRET"),
            "email": self.env._("same e-mail"),
            "phone": self.env._("same telephone number"),
            "name_address": self.env._("same name and address"),
            "name": self.env._("almost the same name"),
        }[reason]
