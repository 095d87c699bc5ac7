"""SAGE's tables in a real PostgreSQL, read by the same code as in SQLite: same records, and no way to write."""

import os
import sys
from pathlib import Path

import psycopg2
import pytest
from sim import schema
from sim.people import FULL_CLIENT, quotation
from sim.store import Sage

from tools.suite import databases, postgres

sys.path.append(str(Path(__file__).resolve().parents[2] / "addons" / "duret_sage_sync"))

from sage.errors import Unavailable  # noqa: E402 (the path above comes first)
from sage.records import ENTITIES  # noqa: E402
from sage.transports.sql_reader import SqlReader  # noqa: E402
from sim.benches import SqlBench  # noqa: E402


@pytest.fixture
def connect():
    """A function that opens a connection to a database holding SAGE's tables, empty."""
    postgres.ensure_running()
    name = f"sage_sql_{os.getpid()}"
    databases.drop(name)
    postgres.sql(f'CREATE DATABASE "{name}"')
    settings = postgres.env()

    def opened():
        return psycopg2.connect(host=settings["PGHOST"], port=settings["PGPORT"], user=settings["PGUSER"], dbname=name)

    connection = opened()
    with connection, connection.cursor() as cursor:
        for statement in schema.create_statements("BIGSERIAL PRIMARY KEY"):
            cursor.execute(statement)
    connection.close()
    yield opened
    databases.drop(name)


def copy(sage: Sage, connection) -> None:
    """The rows of the simulated SAGE into PostgreSQL."""
    with connection, connection.cursor() as cursor:
        for table in schema.TABLES:
            for row in sage.rows(table):
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join(["%s"] * len(row))
                cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))


def records(transport, entity):
    """Everything of an entity."""
    return [record for page in transport.changes(entity, None) for record in page.records]


def test_postgresql_gives_the_same_records_and_takes_nothing(connect, tmp_path):
    bench = SqlBench(tmp_path)
    bench.sage.client(**FULL_CLIENT)
    bench.sage.contact(CT_Num="C0001", CT_Nom="Œuvrard", CT_Skype="ABCDEFG")
    for number in range(620):
        bench.sage.client(CT_Intitule=f"Client {number}")
        bench.sage.clock.tick(seconds=20)
    for _ in range(3):
        quotation(bench.sage)
    connection = connect()
    copy(bench.sage, connection)
    connection.close()
    reader = SqlReader(connect, psycopg2.Error, "postgresql")
    assert {finding.level for finding in reader.check()} == {"ok"}
    for entity in ENTITIES:
        assert records(reader, entity) == records(bench.transport, entity)
        assert list(reader.keys(entity)) == list(bench.transport.keys(entity))
    assert reader.find("contact", "ABCDEFG") == bench.transport.find("contact", "ABCDEFG") is not None
    assert reader.read("client", "999999") is None
    assert reader.connection.status == psycopg2.extensions.STATUS_READY
    for statement in ('DELETE FROM "F_COMPTET"', "CREATE TABLE x (y integer)"):
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction), reader.connection.cursor() as cursor:
            cursor.execute(statement)
        reader.connection.rollback()
    reader.connection.close()
    with pytest.raises(Unavailable):
        reader.read("client", "1")
    bench.close()
