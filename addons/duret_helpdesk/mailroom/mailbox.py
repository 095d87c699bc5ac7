"""A mailbox read without losing anything: a message is ticked off only once it is known to be stored.

Odoo's fetcher has three windows in which a message disappears: fetching marks it as read before it is processed, a
failed delivery ticks it off all the same, and sequence numbers move when another program deletes a message meanwhile
(RFC 3501, 7.4.1), so that the wrong one is ticked off. Here a message is fetched without a mark (BODY.PEEK), named
by its UID (RFC 3501, 2.3.1.1), and marked after the database has it.
"""

import hashlib


class UnstoredError(Exception):
    """Messages stayed in the mailbox because the database did not take them."""


class CarefulMailbox:
    """The four methods that Odoo's fetcher calls, around a POP connection of Odoo's.

    `is_stored(sha256)` tells whether the raw message is in the database.
    """

    def __init__(self, connection, is_stored):
        self.connection = connection
        self.is_stored = is_stored
        self.left_behind = 0
        self._digests: dict = {}

    def check_unread_messages(self) -> int:
        """Number of messages waiting."""
        return self.connection.check_unread_messages()

    def retrieve_unread_messages(self):
        """Yield (number, raw bytes) of each waiting message, oldest first."""
        for number, raw in self._waiting():
            self._digests[number] = hashlib.sha256(raw).hexdigest()
            yield number, raw

    def handled_message(self, number) -> None:
        """Tick a message off if it is stored; else it stays for the next round and is counted."""
        if self.is_stored(self._digests.pop(number)):
            self._tick_off(number)
        else:
            self.left_behind += 1

    def disconnect(self) -> None:
        """End the session."""
        self.connection.disconnect()

    def _waiting(self):
        return self.connection.retrieve_unread_messages()

    def _tick_off(self, number) -> None:
        self.connection.handled_message(number)


class CarefulImap(CarefulMailbox):
    """The same around an IMAP connection, by UID and without marking what is only looked at."""

    def __init__(self, connection, is_stored):
        super().__init__(connection, is_stored)
        self._uids: list[bytes] = []

    def check_unread_messages(self) -> int:
        """Number of messages without the mark « seen »."""
        self.connection.select()
        _status, data = self.connection.uid("SEARCH", "UNSEEN")
        self._uids = data[0].split() if data and data[0] else []
        return len(self._uids)

    def disconnect(self) -> None:
        """Leave the folder, without deleting anything, and end the session."""
        self.connection.logout()

    def _waiting(self):
        for uid in self._uids:
            _status, data = self.connection.uid("FETCH", uid, "(BODY.PEEK[])")
            raw = next((part[1] for part in data or () if isinstance(part, tuple)), None)
            if raw is not None:  # else deleted meanwhile by another program
                yield uid, raw

    def _tick_off(self, number) -> None:
        self.connection.uid("STORE", number, "+FLAGS.SILENT", "(\\Seen)")
