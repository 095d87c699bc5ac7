"""psql and Odoo's command line: everything that touches a database or the filestore."""

import configparser
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import BackupError, contents

SEPARATOR = "\x1f"
# One query counts every table: exact rows, not the planner's estimate, and without those of inheriting tables.
_ROWS = """
select c.relname, (xpath('/row/n/text()', query_to_xml(
           format('select count(*) as n from only public.%I', c.relname), false, true, '')))[1]::text
  from pg_class c join pg_namespace s on s.oid = c.relnamespace
 where s.nspname = 'public' and c.relkind in ('r', 'p');
"""
_SET_PARAMETERS = """
update ir_config_parameter set value = wanted.value
  from json_each_text(:'values'::json) wanted where ir_config_parameter.key = wanted.key;
"""
_INDEXES = "select indexname from pg_indexes where schemaname = 'public';"
_CONSTRAINTS = "select conname from pg_constraint;"
_EXTENSIONS = "select extname from pg_extension;"


def checked_name(name: str) -> str:
    """The database name itself when it is safe to use; raises BackupError otherwise."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name):
        raise BackupError(f"« {name} » n'est pas un nom de base (40 lettres, chiffres, - et _ au plus).")
    return name


@dataclass
class Odoo:
    """How to call Odoo (`command`) and where it keeps its files (`data_dir`)."""

    command: str
    data_dir: Path

    @classmethod
    def from_environment(cls) -> "Odoo":
        """Odoo as set by DURET_ODOO, ODOO_DATA_DIR and ODOO_RC."""
        data_dir = os.environ.get("ODOO_DATA_DIR")
        settings = configparser.RawConfigParser()
        settings.read(os.environ.get("ODOO_RC", "/etc/odoo/odoo.conf"))
        data_dir = data_dir or settings.get("options", "data_dir", fallback="/var/lib/odoo")
        return cls(os.environ.get("DURET_ODOO", "odoo"), Path(data_dir))

    def filestore(self, database: str) -> Path:
        """Folder of the database's stored files."""
        return self.data_dir / "filestore" / database

    def run(self, *arguments: str) -> str:
        """Run an Odoo command and return its output; raises BackupError with the end of it on failure."""
        # An empty ODOO_LOGFILE sends the messages here instead of the server's log file.
        environment = os.environ | {"ODOO_LOGFILE": ""}
        result = subprocess.run(
            [self.command, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
        )
        if result.returncode:
            tail = "\n".join(result.stdout.splitlines()[-15:])
            raise BackupError(f"Échec de « {self.command} {' '.join(arguments)} » :\n{tail}")
        return result.stdout

    def dump(self, database: str, target: Path) -> None:
        """Write the database, without its files, to a zip."""
        self.run("db", "dump", database, str(target), "--no-filestore")

    def load(self, archive: Path, database: str) -> None:
        """Create a database from an archive, files included; the database must not exist."""
        self.run("db", "load", database, str(archive))

    def rename(self, source: str, target: str) -> None:
        """Rename a database and its files (closes the connections to it)."""
        self.run("db", "rename", source, target)

    def drop(self, database: str) -> None:
        """Delete a database and its files."""
        self.run("db", "drop", database)

    def neutralize(self, database: str) -> None:
        """Make a copy harmless: no mail leaves, no mail is fetched, no scheduled action runs."""
        self.run("neutralize", "-d", database)


def psql(database: str, script: str, **variables: str) -> list[list[str]]:
    """Run an SQL script and return the rows as texts; raises BackupError when a statement fails.

    `variables` are quoted by psql where the script says :'name'. They travel by the environment, so that
    no secret is seen in the list of processes.
    """
    command = ["psql", "-X", "-q", "-A", "-t", "-F", SEPARATOR, "-v", "ON_ERROR_STOP=1", "-d", checked_name(database)]
    lines = [f"\\getenv {name} DURET_SQL_{name.upper()}" for name in variables]
    environment = os.environ | {f"DURET_SQL_{name.upper()}": value for name, value in variables.items()}
    text = "\n".join([*lines, script])
    result = subprocess.run(command, input=text, text=True, capture_output=True, env=environment)
    if result.returncode:
        raise BackupError(f"PostgreSQL a refusé ({database}) : {result.stderr.strip()}")
    return [line.split(SEPARATOR) for line in result.stdout.splitlines() if line]


def exists(database: str) -> bool:
    """True when the database exists."""
    return bool(psql("postgres", "select 1 from pg_database where datname = :'name';", name=checked_name(database)))


def inspect(database: str) -> contents.Contents:
    """Contents of a live database, to be compared with those of a dump."""
    return contents.Contents(
        rows={table: int(count) for table, count in psql(database, _ROWS)},
        indexes={row[0] for row in psql(database, _INDEXES)},
        constraints={row[0] for row in psql(database, _CONSTRAINTS)},
        extensions={row[0] for row in psql(database, _EXTENSIONS)},
    )


def set_parameters(database: str, values: dict[str, str]) -> None:
    """Overwrite system parameters that exist, in one statement."""
    psql(database, _SET_PARAMETERS, values=json.dumps(values))
