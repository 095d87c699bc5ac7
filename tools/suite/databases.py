"""Template databases: built once, named after what they were built from, cloned in a second.

base   core and OCA modules the suite depends on         key: locks, Odoo, list of modules
suite  base + every addon of the suite + ready assets    key: base + content of addons/
demo   suite + the demo company                          key: suite
"""

import ast
import contextlib
import datetime
import fcntl
import hashlib
import re
import shutil
import subprocess

from . import odoo_source, postgres, server
from .console import SuiteError, is_interactive, run, step, tail_of
from .layout import ADDONS, FILESTORE, LOCAL, LOGS, ROOT, SUITE_PREFIX, suite_addons

# The first language becomes the default of users and contacts.
LANGUAGES = "fr_FR,en_US"
ASSETS_SCRIPT = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()\n"
DEMO_SCRIPT = "from odoo.addons.duret_suite.scenario import load\nload(env)\nenv.cr.commit()\n"
# What does not change the database or the pages: its change must not rebuild the templates.
IGNORED = re.compile(r"(^|/)(tests|readme|migrations|__pycache__)/|\.(pot|pyc|md|rst)$")


def manifest(addon: str) -> dict:
    """The addon's manifest as a dictionary."""
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


def external_modules() -> list[str]:
    """Core and OCA modules that the suite's manifests name, sorted: what `base` installs."""
    named = {name for addon in suite_addons() for name in manifest(addon)["depends"]}
    return sorted(name for name in named if not name.startswith(SUITE_PREFIX))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def base_key() -> str:
    """Key of the base template."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if line.startswith("odoo-addon-")]
    return _digest(*pins, odoo_source.identity(), LANGUAGES, *external_modules())


def addons_digest() -> str:
    """Digest of everything in addons/ that a database is made from."""
    parts = []
    for path in sorted(ADDONS.rglob("*")):
        name = path.relative_to(ADDONS).as_posix()
        if path.is_file() and not IGNORED.search(name):
            parts.append(f"{name}:{hashlib.sha256(path.read_bytes()).hexdigest()}")
    return _digest(*parts)


def exists(name: str) -> bool:
    """True when the database exists."""
    return bool(postgres.sql(f"select 1 from pg_database where datname = '{_checked(name)}'"))


def _checked(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", name):
        raise SuiteError(f"« {name} » is not a database name (letters, digits, - and _ only).")
    return name


def drop(name: str) -> None:
    """Delete a database, even with sessions on it, and its filestore."""
    postgres.sql(f'drop database if exists "{_checked(name)}" with (force)')
    shutil.rmtree(FILESTORE / name, ignore_errors=True)


def clone(source: str, target: str) -> str:
    """Copy a database and its filestore (hard links: stored files never change); returns the target's name."""
    drop(target)
    partial = FILESTORE / f"{target}.tmp"
    shutil.rmtree(partial, ignore_errors=True)
    if (FILESTORE / source).exists():
        run(["cp", "-al", FILESTORE / source, partial])
        partial.rename(FILESTORE / target)
    postgres.sql(f'create database "{_checked(target)}" template "{_checked(source)}"')
    # A clone is another database for Odoo: its own identity, so that two servers never share one.
    postgres.sql(
        "update ir_config_parameter set value = gen_random_uuid()::text "
        "where key in ('database.uuid', 'database.secret')",
        target,
    )
    return target


def rename(source: str, target: str) -> None:
    """Give a finished database its name: half-built ones are never used."""
    drop(target)
    if (FILESTORE / source).exists():
        (FILESTORE / source).rename(FILESTORE / target)
    postgres.sql(f'alter database "{source}" rename to "{target}"')


def odoo_run(title: str, *arguments) -> None:
    """Run Odoo until it stops by itself, showing progress; raises SuiteError on an error in its log."""
    log = LOGS / f"{title}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    line = server.command(*arguments, "--no-http", "--stop-after-init")
    with log.open("w") as stream:
        process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=server.env()
        )
        for text in process.stdout:
            stream.write(text)
            _show_progress(text)
    code = process.wait()
    _end_progress()
    bad = [text for text in log.read_text().splitlines() if re.search(r" (ERROR|CRITICAL) \S+ ", text)]
    if code or bad:
        raise SuiteError("\n".join([*bad[:10], tail_of(log, 15 if not bad else 5), f"(log: {log}, exit code {code})"]))


def _show_progress(text: str) -> None:
    match = re.search(r"Loading module (\S+) \((\d+)/(\d+)\)", text)
    if match and is_interactive():
        print(f"\r  … {match[2]}/{match[3]} {match[1]:<40}", end="", flush=True)
    elif match and int(match[2]) % 20 == 0:
        print(f"  … {match[2]}/{match[3]} modules", flush=True)


def _end_progress() -> None:
    if is_interactive():
        print("\r" + " " * 60 + "\r", end="", flush=True)


def odoo_script(database: str, script: str, title: str) -> str:
    """Run a script in an Odoo shell; returns its output, raises SuiteError when it failed."""
    result = server.shell(database, script)
    if result.returncode or "Traceback (most recent call last)" in result.stderr + result.stdout:
        (LOGS / f"{title}.log").write_text(result.stdout + result.stderr)
        raise SuiteError(f"{title}:\n" + (result.stdout + result.stderr)[-3000:])
    return result.stdout


@contextlib.contextmanager
def _building():
    """Only one command at a time builds templates."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    with (LOCAL / "templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _drop_stale(kind: str, current: str) -> None:
    for name in postgres.sql(f"select datname from pg_database where datname like 'tmpl_{kind}_%'"):
        if name != current:
            drop(name)


def base_template() -> str:
    """Name of the base template, built when missing."""
    name = f"tmpl_base_{base_key()}"
    if not exists(name):
        drop("building_base")
        with step(f"Database of core and OCA modules ({len(external_modules())} named)"):
            odoo_run(
                "base",
                *("-d", "building_base", "--load-language", LANGUAGES, "--without-demo"),
                *("-i", ",".join(["base", *external_modules()])),
            )
            rename("building_base", name)
            _drop_stale("base", name)
    return name


def bare_template() -> str:
    """Name of a database with nothing but the web client, built when missing (for installing one addon alone)."""
    with _building():
        if not exists("tmpl_bare"):
            drop("building_bare")
            with step("Bare database"):
                languages = ("--load-language", LANGUAGES, "--without-demo")
                odoo_run("bare", "-d", "building_bare", *languages, "-i", "web")
            rename("building_bare", "tmpl_bare")
        return "tmpl_bare"


def suite_template() -> str:
    """Name of the suite template, built when missing."""
    with _building():
        name = f"tmpl_suite_{_digest(base_key(), addons_digest())}"
        if not exists(name):
            clone(base_template(), "building_suite")
            with step("Addons of the suite"):
                odoo_run("suite", "-d", "building_suite", "-i", ",".join(suite_addons()))
            with step("Page assets"):
                odoo_script("building_suite", ASSETS_SCRIPT, "assets")
            rename("building_suite", name)
            _drop_stale("suite", name)
        return name


def demo_template() -> str:
    """Name of the template holding the demo company, built when missing."""
    source = suite_template()
    with _building():
        # The demo company's dates are relative to the day it is made.
        key = _digest(source, datetime.date.today().isoformat())
        name = f"tmpl_demo_{key}"
        if not exists(name):
            clone(source, "building_demo")
            with step("Demo company: Duret Électricité, Annecy"):
                odoo_script("building_demo", DEMO_SCRIPT, "demo")
            rename("building_demo", name)
            _drop_stale("demo", name)
        return name


def newest_base() -> str:
    """The base template with the current key, else any that exists, else a new one (development only)."""
    name = f"tmpl_base_{base_key()}"
    found = postgres.sql("select datname from pg_database where datname like 'tmpl_base_%' order by oid desc")
    if name not in found and found:
        return found[0]
    with _building():
        return base_template()


def update(database: str, addons: list[str]) -> None:
    """Upgrade addons in a database in place."""
    odoo_run(f"update-{database}", "-d", database, "-u", ",".join(addons))
