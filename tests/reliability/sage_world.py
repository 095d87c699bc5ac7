"""A simulated SAGE on one side, the suite's own store in PostgreSQL on the other, and a story that they live through.

The simulator answers in this process, by files, SOAP or REST; the exchange runs in processes of Odoo, which
`sage_driver.py` makes.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.suite import databases, postgres, server

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "addons" / "duret_sage_sync"))

from sage.engine import STEPS  # noqa: E402 (the path above comes first)
from sim import schema  # noqa: E402 (the path above comes first)
from sim.folder_face import FolderFace  # noqa: E402
from sim.odata_face import ODataFace  # noqa: E402
from sim.serving import PASSWORD, USER  # noqa: E402
from sim.store import Sage  # noqa: E402
from sim.x3_face import X3Face  # noqa: E402

__all__ = ["STEPS", "Odoo", "Story", "odoo_of"]
THEIRS = 7
PATIENCE = 120
# What another order of the same events changes: technical keys, numbers given in turn, moments.
TECHNICAL = {"cbMarq", "cbModification", "cbCreation", "cbCreateur", "DL_No", "DO_PieceOrig", "CT_NumPayeur"}
NUMBER = re.compile(r"^([A-Z]{2,3})\d+$")


class Odoo:
    """The Odoo process that forks the workers; `do` runs one to its end, `start`/`wait`/`kill` more than one."""

    def __init__(self, database: str, folder: Path):
        self.database, self.folder = database, folder
        address = str(folder / "orders")
        door = socket.socket(socket.AF_UNIX)
        door.bind(address)
        door.listen(1)
        door.settimeout(1)
        self.deaths = folder / "deaths"
        text = f"SOCKET, DEATHS = {address!r}, {str(self.deaths)!r}\n" + (HERE / "sage_driver.py").read_text()
        script = folder / "driver.py"
        script.write_text(text)
        line = [str(server.VENV_BIN / "odoo"), "shell", "-c", str(server.CONFIG), "-d", database, "--no-http"]
        self.log = server.LOGS / f"sage-{database}.log"
        with self.log.open("wb") as log, script.open() as text:
            self.process = subprocess.Popen(
                [*line, "--log-level", "warn"], stdin=text, stdout=log, stderr=log, env=server.env()
            )
        self.stream = self._answered(door).makefile("rw")
        door.close()

    def _answered(self, door):
        """The line that the driver opens once its registry is loaded."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(TimeoutError):
                line = door.accept()[0]
                line.settimeout(None)
                return line
        raise AssertionError(f"Odoo did not start: {server.read_log(self.log)[-3000:]}")

    def order(self, **order):
        """One line there, one line back."""
        self.stream.write(json.dumps(order) + "\n")
        self.stream.flush()
        answer = self.stream.readline()
        assert answer, f"Odoo died: {server.read_log(self.log)[-3000:]}"
        return json.loads(answer)

    def start(self, do: str, **options) -> int:
        """Begin a work; returns the pid of its process."""
        return self.order(order="start", do=do, **options)["pid"]

    def wait(self, pid: int) -> dict:
        """The answer of a work; {"killed": 9} when it was."""
        answer = self.order(order="wait", pid=pid)
        assert "failed" not in answer, answer["failed"]
        return answer

    def kill(self, pid: int) -> bool:
        """Kill (-9) a work; False when it had ended."""
        answer = self.order(order="kill", pid=pid)
        assert "failed" not in answer, answer["failed"]
        return answer.get("killed") == 9

    def do(self, what: str, **options) -> dict:
        """A work from its beginning to its end or death."""
        return self.wait(self.start(what, **options))

    def close(self) -> None:
        """End everything."""
        self.stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()


class Story:
    """Both sides of one story. `face` is how SAGE is reached: "odata", "x3" or "csv"."""

    def __init__(self, odoo: Odoo, face: str):
        self.odoo, self.face_name = odoo, face
        self._folder = tempfile.TemporaryDirectory(prefix="sage_story_")
        self.folder = Path(self._folder.name)
        self.sage = Sage(str(self.folder / "sage.db"))
        self.face = None
        self._restore()
        self._people_of_sage()
        self.odoo.do("build", **self._settings())

    def _restore(self):
        """The database as it was before the first story."""
        name, seed = self.odoo.database, f"{self.odoo.database}_seed"
        if not databases.exists(seed):
            self._free(name)
            postgres.sql(f'create database "{seed}" template "{name}"')
        postgres.sql(f'drop database if exists "{name}" with (force)')
        postgres.sql(f'create database "{name}" template "{seed}"')

    @staticmethod
    def _free(name):
        postgres.sql(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")

    def _settings(self) -> dict:
        if self.face_name == "csv":
            root = self.folder / "echange"
            root.mkdir()
            for name in ("depuis_sage", "vers_sage"):
                (root / name).mkdir()
            self.face = FolderFace(self.sage, root)
            return {"transport": "csv", "folder": str(root), "roots": str(self.folder)}
        self.face = {"odata": ODataFace, "x3": X3Face}[self.face_name](self.sage)
        door = {"url": self.face.url, "login": USER, "password": PASSWORD}
        return {"transport": self.face_name, "x3_pool": "DURET", **door}

    def _people_of_sage(self):
        for number in range(THEIRS):
            marq = self.sage.client(CT_Intitule=f"Client {number}", CT_Telephone=f"045012340{number}")
            line = {"DL_Design": "Câble", "DL_Qte": 2, "DL_PrixUnitaire": 50, "DL_CodeTaxe1": "C20", "DL_Taxe1": 20}
            self.sage.document([line], DO_Tiers=self.sage.row("F_COMPTET", marq)["CT_Num"])
        self.sage.client(CT_Intitule="Anonymous")

    # --- what happens
    def client(self, name: str) -> int:
        """Technical key of a client of SAGE."""
        return self.sage.rows("F_COMPTET", '"CT_Intitule" = ?', [name])[0]["cbMarq"]

    def second_day(self):
        """Edits on both sides, conflicts, a transformation, a deletion."""
        self.odoo.do("edit", Client_0="City 0", Client_1="City 1", Client_2="City 2", Client_3="City 3")
        self.sage.clock.tick(minutes=30)
        self.sage.update("F_COMPTET", self.client("Client 1"), CT_Ville="Both")
        self.sage.update("F_COMPTET", self.client("Client 2"), CT_Ville="Both again")
        self.sage.update("F_COMPTET", self.client("Client 0"), CT_Intitule="Changed there")
        self.sage.transform(self._document("Changed there"), schema.INVOICE)
        gone = self.client("Client 6")
        self.sage.remove_document(self._document("Client 6"))
        self.sage.delete("F_COMPTET", gone)

    def _document(self, client: str) -> int:
        number = self.sage.row("F_COMPTET", self.client(client))["CT_Num"]
        return self.sage.rows("F_DOCENTETE", '"DO_Tiers" = ?', [number])[0]["cbMarq"]

    def decide(self):
        """A person decides one of the two conflicts."""
        self.odoo.do("decide", city="City 2", decision="ours")

    def parts(self):
        """(name, what people do first, the run)."""
        return (
            ("first", lambda: None, "sync"),
            ("second", self.second_day, "sync"),
            ("night", lambda: None, "scan"),
            ("decided", self.decide, "sync"),
        )

    # --- runs
    def start(self, kind: str, **options) -> int:
        """Begin a run; returns its pid."""
        return self.odoo.start("run", kind=kind, now=self.sage.clock.now.isoformat(), **options)

    def run(self, kind: str, **options) -> dict:
        """One run to its end or death; waits first until nobody else is in the database."""
        self.alone()
        answer = self.odoo.wait(self.start(kind, **options))
        return answer | answer.pop("found", {})

    def alone(self):
        """Wait until the connections of a killed process are gone."""
        deadline = time.monotonic() + PATIENCE
        query = f"select count(*) from pg_stat_activity where datname = '{self.odoo.database}'"
        while postgres.sql(query) != ["0"] and time.monotonic() < deadline:
            time.sleep(0.01)

    def show(self):
        """SAGE's export, where there is one."""
        if self.face_name == "csv":
            self.face.export_all()

    def take(self):
        """SAGE's import, where there is one."""
        if self.face_name == "csv":
            self.face.import_all()

    def tell(self, disturb=None, rounds: int = 3) -> "Story":
        """Live the story through.

        :param disturb: function (name of the part, kind of run) that makes runs end badly before the one that ends well
        :param rounds: quiet runs at the end
        """
        for name, people, kind in self.parts():
            self.sage.clock.tick(minutes=20)
            people()
            self.show()
            if disturb:
                disturb(name, kind)
            self.run(kind)
            self.take()
        for _round in range(rounds):
            self.sage.clock.tick(hours=10)
            self.show()
            self.run("sync")
            self.take()
        return self

    # --- how it ended
    def state(self) -> dict:
        """Both sides as they are now, without what depends on the order of events only."""
        ours, theirs = self.odoo.do("state")["found"], self._theirs()
        for one in ours["bound"]:
            one["key"] = theirs["names"].get((one["entity"], one["key"]), "gone")
            for name in ("number", "client_number", "client", "payer"):
                one["values"].pop(name, None)
            for line in one["lines"]:
                line.pop("key", None)
        ours["bound"].sort(key=lambda one: json.dumps(one, sort_keys=True))
        return {"odoo": ours, "sage": theirs["rows"]}

    def differences(self, expected: dict) -> list:
        """What is on one side only of this story's end and of another one's; empty when they are equal."""
        found = []
        for side, state in self.state().items():
            parts = state.items() if isinstance(state, dict) else [("rows", state)]
            for name, mine in parts:
                theirs = expected[side][name] if isinstance(state, dict) else expected[side]
                if isinstance(mine, list):
                    mine, theirs = ([json.dumps(one, sort_keys=True) for one in rows] for rows in (mine, theirs))
                    found += [("here only", side, name, one) for one in mine if mine.count(one) > theirs.count(one)]
                    found += [("missing", side, name, one) for one in theirs if theirs.count(one) > mine.count(one)]
                elif mine != theirs:
                    found.append((mine, side, name, theirs))
        return found

    def must_end_as(self, expected: dict) -> None:
        """Fail, saying every difference, when this story ended otherwise."""
        found = self.differences(expected)
        assert not found, "\n".join(str(one) for one in found)

    def _theirs(self) -> dict:
        clients = {row["CT_Num"]: row["CT_Intitule"] for row in self.sage.rows("F_COMPTET")}
        names, rows = {}, []
        entities = {"F_COMPTET": "client", "F_CONTACTT": "contact", "F_DOCENTETE": "document", "F_DOCLIGNE": ""}
        for table, entity in entities.items():
            for row in self.sage.rows(table):
                told = {name: self._plain(name, value, clients) for name, value in row.items() if name not in TECHNICAL}
                rows.append([table, told])
                if entity:
                    who = [told.get(name) for name in ("CT_Num", "CT_Nom", "DO_Tiers", "DO_Piece")]
                    names[entity, str(row["cbMarq"])] = " ".join(filter(None, who))
        rows.sort(key=lambda row: json.dumps(row, sort_keys=True))
        return {"names": names, "rows": rows}

    @staticmethod
    def _plain(name, value, clients):
        if name in ("CT_Num", "DO_Tiers"):
            return clients.get(value, value)
        found = NUMBER.match(value) if isinstance(value, str) and name in ("DO_Piece", "DL_PieceDE") else None
        return found[1] if found else value

    def doubles(self) -> list:
        """Marks that two records of SAGE bear, names that two clients have: both must be empty."""
        marks = {"F_COMPTET": "Cle Odoo", "F_CONTACTT": "CT_Skype", "F_DOCENTETE": "DO_NoWeb"}
        told = [(table, row[column]) for table, column in marks.items() for row in self.sage.rows(table) if row[column]]
        told += [("name", row["CT_Intitule"]) for row in self.sage.rows("F_COMPTET")]
        return sorted({one for one in told if told.count(one) > 1})

    def close(self):
        """End the simulator."""
        if self.face_name != "csv":
            self.face.close()
        self.sage.close()
        self._folder.cleanup()


@contextlib.contextmanager
def odoo_of(name: str):
    """An Odoo process on a database of its own."""
    source = os.environ.get("RELIABILITY_DB") or databases.suite_template()
    database = databases.clone(source, f"{name}_{os.getpid()}")
    with tempfile.TemporaryDirectory(prefix="sage_odoo_") as folder:
        odoo = Odoo(database, Path(folder))
        try:
            yield odoo
        finally:
            odoo.close()
            for each in (database, f"{database}_seed"):
                databases.drop(each)
