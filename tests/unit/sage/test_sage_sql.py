"""Reading SAGE's tables: nothing but SELECT ever leaves, and nothing could be written anyway."""

import ast
import inspect
import re
import sqlite3

import pytest
from sage.errors import Refused, Unavailable
from sage.profiles import build, load
from sage.records import CLIENT, DOCUMENT, ENTITIES, Line
from sage.transports import sql_reader
from sage.transports.sql_reader import SqlReader
from sim.benches import SqlBench
from sim.people import FULL_CLIENT, quotation

WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|REPLACE|ALTER|DROP|CREATE|TRUNCATE|EXEC|GRANT|CALL)\b")


@pytest.fixture
def bench(tmp_path):
    """SAGE's tables in SQLite, with a client and a quotation."""
    made = SqlBench(tmp_path)
    made.sage.client(**FULL_CLIENT)
    quotation(made.sage)
    yield made
    made.close()


def test_every_statement_only_reads(bench):
    statements = []
    bench.transport.connection.set_trace_callback(statements.append)
    bench.transport.check()
    for entity in ENTITIES:
        list(bench.transport.changes(entity, None))
        list(bench.transport.keys(entity))
        bench.transport.read(entity, "1")
        bench.transport.find(entity, "X'; DROP TABLE F_COMPTET; --")
    assert len(statements) > 10
    assert [text for text in statements if not re.match(r"SELECT |PRAGMA query_only|BEGIN|COMMIT|ROLLBACK", text)] == []
    # Data between quotation marks is no statement.
    assert [text for text in statements if WRITES.search(re.sub(r"'(?:[^']|'')*'", "", text))] == []


def test_no_word_that_writes_stands_in_its_source():
    tree = ast.parse(inspect.getsource(sql_reader))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert any("SELECT" in text for text in texts)
    assert [text for text in texts if WRITES.search(text)] == []


def test_the_connection_cannot_write(bench):
    for statement in ("INSERT INTO F_COMPTET (CT_Num) VALUES ('X')", 'DELETE FROM "F_DOCENTETE"', "CREATE TABLE x (y)"):
        with pytest.raises(sqlite3.OperationalError, match="readonly|query_only|read-only"):
            bench.transport.connection.execute(statement)


def test_a_writable_file_is_closed_to_writing_by_the_transport(bench):
    reader = SqlReader(lambda: sqlite3.connect(bench.folder / "sage.db"), sqlite3.Error, "sqlite")
    with pytest.raises(sqlite3.OperationalError):
        reader.connection.execute("DELETE FROM F_COMPTET")
    reader.close()


def test_creating_and_updating_are_refused(bench):
    before = bench.sage.rows("F_COMPTET")
    with pytest.raises(Refused):
        bench.transport.create(CLIENT, {"name": "x"}, (), "ABCDEFG")
    with pytest.raises(Refused):
        bench.transport.update(DOCUMENT, "1", {"reference": "x"}, "", (Line("", {}),))
    assert bench.transport.capabilities.writes is False
    assert bench.sage.rows("F_COMPTET") == before


def test_no_transaction_stays_open(bench):
    list(bench.transport.changes(DOCUMENT, None))
    assert not bench.transport.connection.in_transaction


def test_names_of_columns_are_quoted_and_checked():
    columns = {"cbMarq": "key", 'CT_Num" FROM F_COMPTET; --': "number"}
    profile = build({"entity": {"client": {"pattern": "x", "columns": columns}}}, "x")
    reader = SqlReader(lambda: sqlite3.connect(":memory:"), sqlite3.Error, "sqlite", profile)
    with pytest.raises(Refused):
        reader.read(CLIENT, "1")
    reader.close()


def test_statements_do_not_grow_with_the_records(bench):
    def asked():
        statements = []
        bench.transport.connection.set_trace_callback(statements.append)
        pages = list(bench.transport.changes(DOCUMENT, None))
        return sum(len(page.records) for page in pages), sum(text.startswith("SELECT") for text in statements)

    assert asked() == (1, 2)
    for _ in range(49):
        quotation(bench.sage)
    assert asked() == (50, 2)


def test_suppliers_and_purchases_are_not_read(bench):
    bench.sage.insert("F_COMPTET", CT_Num="F1", CT_Intitule="Fournisseur", CT_Type=1)
    bench.sage.insert("F_DOCENTETE", DO_Domaine=1, DO_Type=16, DO_Piece="FF1", DO_Tiers="F1")
    assert list(bench.transport.keys(CLIENT)) == ["1"]
    assert list(bench.transport.keys(DOCUMENT)) == ["1"]


def test_a_missing_table_is_said(tmp_path):
    path = tmp_path / "empty.db"
    sqlite3.connect(path).close()
    reader = SqlReader(lambda: sqlite3.connect(path), sqlite3.Error, "sqlite", load("sage100"))
    assert {finding.code for finding in reader.check()} == {"missing_table"}
    reader.close()


def test_no_database_is_unavailable(tmp_path):
    address = f"file:{tmp_path / 'no.db'}?mode=ro"
    with pytest.raises(Unavailable):
        SqlReader(lambda: sqlite3.connect(address, uri=True), sqlite3.Error, "sqlite")


def test_sql_server_is_asked_in_its_own_words():
    asked = []

    class Cursor:
        description = [("cbMarq",)]

        def execute(self, statement, parameters=()):
            asked.append((statement, parameters))

        def fetchall(self):
            return []

        def close(self):
            asked.append(("close", ()))

    class Connection:
        def cursor(self):
            return Cursor()

        def commit(self):
            asked.append(("commit", ()))

        rollback = close = commit

    reader = SqlReader(Connection, sqlite3.Error, "sqlserver")
    list(reader.keys(CLIENT))
    selects = [(text, values) for text, values in asked if text.startswith("SELECT")]
    wanted = 'SELECT TOP (500) t."cbMarq" FROM "F_COMPTET" t WHERE t."CT_Type" = ? ORDER BY t."cbMarq" '
    assert selects == [(wanted, (0,))]
    assert asked[0][0] == "SET LOCK_TIMEOUT 3000"
