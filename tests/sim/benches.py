"""A simulated SAGE and one transport to it, in pairs: what the conformance suite and the engine's tests run on."""

import sqlite3
from pathlib import Path

from sage import profiles
from sage.transports.csv_folder.ledger import FolderLedger
from sage.transports.csv_folder.transport import FolderTransport
from sage.transports.http_door import HttpDoor
from sage.transports.odata import ODataTransport
from sage.transports.sql_reader import SqlReader
from sage.transports.x3_soap.service import X3Service
from sage.transports.x3_soap.transport import X3Transport

from .folder_face import FolderFace
from .odata_face import ODataFace
from .serving import PASSWORD, USER
from .store import Sage
from .x3_face import X3Face


class Bench:
    """`sage` and `transport`; `show` lets SAGE publish its state, `take` lets it read what was sent."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.sage = Sage(str(self.folder / "sage.db"))

    def show(self) -> None:
        """SAGE's scheduled export, where there is one."""

    def take(self) -> None:
        """SAGE's scheduled import, where there is one."""

    def close(self) -> None:
        """End everything."""
        self.transport.close()
        self.sage.close()


class FolderBench(Bench):
    """Files in a folder."""

    profile = "sage100"

    def __init__(self, folder: Path, **formats):
        super().__init__(folder)
        self.ledger = FolderLedger(self.folder / "ledger.db")
        root = self.folder / "echange"
        root.mkdir(exist_ok=True)
        self.transport = FolderTransport(root, profiles.load(self.profile), self.ledger)
        self.face = FolderFace(self.sage, root, **formats)

    def show(self) -> None:
        """One export of everything."""
        self.face.export_all()

    def take(self) -> None:
        """Import what waits."""
        self.face.import_all()

    def close(self) -> None:
        """End everything."""
        super().close()
        self.ledger.close()


class HttpBench(Bench):
    """A transport to a face with an address. `seconds` is the patience of the transport."""

    face_class = None

    def __init__(self, folder: Path, seconds: float = 5.0):
        super().__init__(folder)
        self.face = self.face_class(self.sage)
        self.transport = self.transport_to(HttpDoor(self.face.url, USER, PASSWORD, seconds=seconds))

    def transport_to(self, door: HttpDoor):
        """The transport through this door."""
        raise NotImplementedError

    def close(self) -> None:
        """End everything."""
        self.transport.close()
        self.face.close()
        self.sage.close()


class ODataBench(HttpBench):
    """Sage 100 by REST."""

    face_class = ODataFace

    def transport_to(self, door: HttpDoor):
        """OData."""
        return ODataTransport(door)


class X3Bench(HttpBench):
    """Sage X3 by SOAP."""

    face_class = X3Face

    def transport_to(self, door: HttpDoor):
        """SOAP."""
        return X3Transport(X3Service(door))


class SqlBench(Bench):
    """SAGE's tables, read only, in SQLite."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        address = f"file:{self.folder / 'sage.db'}?mode=ro"
        self.transport = SqlReader(lambda: sqlite3.connect(address, uri=True), sqlite3.Error, "sqlite")


BENCHES = {"csv": FolderBench, "odata": ODataBench, "x3": X3Bench, "sql": SqlBench}
