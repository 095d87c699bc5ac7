"""A server for the tests that drive the technicians' application, on a database of their own."""

import contextlib
import json
import os
from pathlib import Path

from tools.suite import databases, postgres, server

VISITS = Path(__file__).with_name("field_visits.py")


class Station:
    """A server with technicians of its own, on a clone of a database."""

    def __init__(self, instance, database, field):
        self.instance, self.database, self.url = instance, database, instance.url
        self.password = field["password"]
        self.technicians = field["technicians"]

    def sql(self, query):
        """Rows of a query, as lists of text."""
        return [line.split("|") for line in postgres.sql(query, self.database)]

    def one(self, query):
        """First value of a query, as text."""
        return self.sql(query)[0][0]


@contextlib.contextmanager
def field_station(source, workers=2, **wanted):
    """Run a server on a clone of `source` with technicians and visits.

    :param wanted: arguments of `build_field`
    """
    name = databases.clone(source, f"field_{os.getpid()}")
    try:
        call = f"\nimport json as _json\nprint('FIELD=' + _json.dumps(build_field(env, **{wanted!r})))\n"
        text = databases.odoo_script(name, VISITS.read_text() + call, "reliability-field")
        line = next(line for line in text.splitlines() if line.startswith("FIELD="))
        instance = server.OdooServer(name, workers=workers, options=["--max-cron-threads", "0"], name="field")
        instance.log.unlink(missing_ok=True)
        with instance.start():
            yield Station(instance, name, json.loads(line.removeprefix("FIELD=")))
    finally:
        databases.drop(name)
