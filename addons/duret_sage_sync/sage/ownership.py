"""Who owns a field of a record: the table of `mapping` as settings have changed it, and the rules nobody can change."""

from collections.abc import Mapping

from .errors import Refused
from .mapping import CREATOR, ODOO, OWNERS, READ_ONLY, SAGE, TABLE
from .records import DOCUMENT, INVOICE_KINDS, QUOTATION

Table = Mapping[tuple[str, str], str]


class Ownership:
    """Answers for one backend.

    :param changed: (entity, field) -> owner, where settings differ from the table
    :raise Refused: `unknown_field`, `unknown_owner`, or `fixed_owner` for a field whose owner cannot change
    """

    def __init__(self, changed: Table | None = None) -> None:
        fixed = {(field.entity, field.name): field.fixed for field in TABLE}
        self._owners = {(field.entity, field.name): field.owner for field in TABLE}
        for place, owner in (changed or {}).items():
            if place not in fixed:
                raise Refused("unknown_field", ".".join(place))
            if owner not in OWNERS or (owner == CREATOR and place[0] != DOCUMENT):
                raise Refused("unknown_owner", owner)
            if fixed[place] and owner != self._owners[place]:
                raise Refused("fixed_owner", ".".join(place))
            self._owners[place] = owner

    def of(self, entity: str, name: str, *, kind: str = "", ours: bool = False) -> str:
        """Say who owns a field.

        An invoice belongs to SAGE whole: our side never alters it. A document that we made is ours as long as it is a
        quotation; an order or an invoice made out of it is SAGE's.

        :param kind: of a document, as SAGE has it
        :param ours: whether our side made the record
        :return: SAGE, ODOO, SHARED or READ_ONLY

        >>> Ownership().of("document", "total", kind="quotation", ours=True)
        'odoo'
        >>> Ownership().of("document", "state", kind="invoice", ours=True)
        'read_only'
        """
        if entity == DOCUMENT and kind in INVOICE_KINDS:
            return READ_ONLY
        owner = self._owners[entity, name]
        if owner == CREATOR:
            return ODOO if ours and kind == QUOTATION else SAGE
        return owner

    def sent_on_creation(self, entity: str, values: Mapping[str, str]) -> dict[str, str]:
        """Keep what a new record of ours tells SAGE: all but what SAGE alone says (numbers, payments)."""
        return {
            name: value for name, value in values.items() if self._owners.get((entity, name), READ_ONLY) != READ_ONLY
        }

    def may_be_created(self, entity: str, values: Mapping[str, str]) -> bool:
        """Tell whether our side may create such a record in SAGE: clients, contacts and quotations."""
        return entity != DOCUMENT or values.get("kind", QUOTATION) == QUOTATION

    def table(self) -> dict[tuple[str, str], str]:
        """Give (entity, field) -> owner, as settings show it."""
        return dict(self._owners)


DEFAULT = Ownership()
