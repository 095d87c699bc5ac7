# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""A run that changes nothing, by the very code that would change things: the store undoes it all, and this transport
reads from SAGE but never writes."""

from collections.abc import Iterator, Mapping

from ..records import Cursor, Line, Page, Record, Written
from ..transports.base import Finding, Transport


class ReadOnlyTransport:
    """Any transport without its writes: they are answered like a file that was dropped."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.capabilities = transport.capabilities

    def fields(self, entity: str) -> frozenset[str]:
        """See :class:`Transport`."""
        return self._transport.fields(entity)

    def check(self) -> list[Finding]:
        """See :class:`Transport`."""
        return self._transport.check()

    def changes(self, entity: str, since: Cursor | None) -> Iterator[Page]:
        """See :class:`Transport`."""
        return self._transport.changes(entity, since)

    def everything(self, entity: str) -> Iterator[Page]:
        """See :class:`Transport`."""
        return self._transport.everything(entity)

    def acknowledge(self, entity: str) -> None:
        """Nothing was kept."""

    def keys(self, entity: str) -> Iterator[str]:
        """See :class:`Transport`."""
        return self._transport.keys(entity)

    def read(self, entity: str, key: str) -> Record | None:
        """See :class:`Transport`."""
        return self._transport.read(entity, key)

    def find(self, entity: str, mark: str) -> Record | None:
        """See :class:`Transport`."""
        return self._transport.find(entity, mark)

    def create(self, entity: str, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> Written:
        """Write nothing."""
        return Written("", pending=True)

    def update(
        self,
        entity: str,
        key: str,
        values: Mapping[str, str],
        mark: str,
        lines: tuple[Line, ...] | None = None,
    ) -> Written:
        """Write nothing."""
        return Written(key, pending=True)

    def close(self) -> None:
        """The real transport stays open: it is its owner's."""
