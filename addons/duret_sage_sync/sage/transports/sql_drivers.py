"""Drivers of the databases that SAGE may lie in: how each is opened, and what it says when it is not installed."""

import importlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import Refused

CONNECT_SECONDS = 5
Opener = tuple[Callable[[], Any], type[Exception]]


def opener(product: str, connection: str, place: Callable[[str], Path]) -> Opener:
    """Give a function that opens the database, and the base error of its driver.

    :param product: one of `sql_reader.PRODUCTS`
    :param connection: path of the file (SQLite) or connection string
    :param place: checks a path (see `settings.settle`)
    :raise Refused: `driver_absent`, `bad_connection` (its text is never repeated: it may hold a password)
    """
    return {"sqlite": _sqlite, "postgresql": _postgresql, "sqlserver": _sqlserver}[product](connection, place)


def _sqlite(connection: str, place: Callable[[str], Path]) -> Opener:
    address = f"file:{quote(str(place(connection)))}?mode=ro"
    return lambda: sqlite3.connect(address, uri=True, timeout=CONNECT_SECONDS), sqlite3.Error


def _postgresql(connection: str, _place: Callable[[str], Path]) -> Opener:
    driver = _driver("psycopg2")
    try:
        parts = importlib.import_module("psycopg2.extensions").parse_dsn(connection)
    except driver.Error as error:
        raise Refused("bad_connection") from error.with_traceback(None)
    if not parts.get("host") or not parts.get("dbname"):
        # Without them the driver would open the database of the suite itself.
        raise Refused("bad_connection")
    parts.setdefault("connect_timeout", str(CONNECT_SECONDS))
    return lambda: driver.connect(**parts), driver.Error


def _sqlserver(connection: str, _place: Callable[[str], Path]) -> Opener:
    driver = _driver("pyodbc")
    return lambda: driver.connect(connection, timeout=CONNECT_SECONDS, readonly=True), driver.Error


def _driver(name: str):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Refused("driver_absent", name) from error
