"""Commands of `python3 -m tools.suite`; `make help` shows the ones meant for everyday use."""

import argparse
import subprocess
import sys

from . import databases, postgres, server, setup, system
from .console import SuiteError, run, say
from .layout import ROOT, VENV_BIN


def _setup(_args) -> int:
    setup.ensure()
    return 0


def _env(_args) -> int:
    for key, value in server.env().items():
        if key.startswith("PG") or key in ("PATH", "VIRTUAL_ENV"):
            say(f"export {key}='{value}'")
    return 0


def _run(args) -> int:
    from . import runner

    return runner.main(args.port)


def _test(args) -> int:
    from . import testing

    return testing.main(args.lanes, args.addons)


def _devdb(args) -> int:
    setup.ensure()
    databases.clone(databases.newest_base(), args.name)
    if args.install:
        databases.odoo_run(f"devdb-{args.name}", "-d", args.name, "-i", args.install)
    return 0


def _db(args) -> int:
    setup.ensure()
    databases.clone(databases.demo_template(), args.name)
    say(f"Database {args.name} is ready: python3 -m tools.suite serve {args.name}")
    return 0


def _odoo(args) -> int:
    setup.ensure()
    return subprocess.call(server.command(*args.arguments), env=server.env())


def _shell(args) -> int:
    setup.ensure()
    line = [str(VENV_BIN / "odoo"), "shell", "-c", str(server.CONFIG), "-d", args.name, "--no-http"]
    return subprocess.call(line, env=server.env())


def _serve(args) -> int:
    setup.ensure()
    instance = server.OdooServer(args.name, args.port, args.workers).start()
    say(f"{instance.url} (log: {instance.log}); Ctrl-C stops it")
    try:
        return instance.process.wait()
    except KeyboardInterrupt:
        instance.stop()
        return 0


def _pytest(args) -> int:
    setup.ensure(system.TEST_PACKAGES)
    line = [VENV_BIN / "pytest", f"--odoo-config={server.CONFIG}", f"--odoo-database={args.name}", "--odoo-http"]
    return subprocess.call([*map(str, line), *args.arguments], env=server.env(), cwd=ROOT)


def _unit(args) -> int:
    setup.ensure()
    line = [str(VENV_BIN / "pytest"), "-p", "no:odoo", *(args.arguments or ["tests/unit"])]
    return subprocess.call(line, env=server.env() | {"PYTHONPATH": str(ROOT)}, cwd=ROOT)


def _mail(args) -> int:
    from . import runner

    return runner.feed_mail(args.file, args.database)


def _script(name: str, *arguments: str, packages: dict | None = None) -> int:
    """Run one of the scripts of tools/ with the virtual environment's Python."""
    setup.ensure(packages)
    line = [str(VENV_BIN / "python"), str(ROOT / "tools" / name), *arguments]
    return subprocess.call(line, env=server.env() | {"PYTHONPATH": str(ROOT)}, cwd=ROOT)


def _lint(args) -> int:
    return _script("lint.py", *(["--fix"] if args.fix else []), packages=system.LINT_PACKAGES)


def _bench(args) -> int:
    return _script("bench.py", *args.names)


def _triage(args) -> int:
    return _script("triage.py", *(["--train"] if args.train else []))


def _screenshots(args) -> int:
    return _script("screenshots.py", *args.names, packages=system.TEST_PACKAGES)


def _pot(_args) -> int:
    setup.ensure()
    return _script("translations.py", "pot", databases.suite_template())


def _dist(_args) -> int:
    return _script("dist.py")


def _outdated(_args) -> int:
    return _script("outdated.py", packages=system.LINT_PACKAGES)


def _backup_script(*arguments: str) -> int:
    """Run the production backup script against the embedded cluster."""
    setup.ensure()
    line = [str(VENV_BIN / "python"), str(ROOT / "config" / "backup.py"), *arguments]
    extra = {"ODOO_RC": str(server.CONFIG), "DURET_ODOO": str(VENV_BIN / "odoo")}
    return subprocess.call(line, env=server.env() | extra, cwd=ROOT)


def _backup(args) -> int:
    return _backup_script("backup", "-d", args.database, "-f", args.folder)


def _restore(args) -> int:
    return _backup_script("restore", args.file, "-d", args.name)


def _lock(_args) -> int:
    setup.ensure()
    for name in ("requirements", "requirements-dev"):
        uv = [VENV_BIN / "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--no-header"]
        uv += ["--override", "tools/constraints/overrides.txt", f"{name}.in", "-o", f"{name}.txt"]
        run(uv, cwd=ROOT)
    return 0


def _stop(_args) -> int:
    postgres.stop()
    return 0


def _reset(_args) -> int:
    from . import runner

    return runner.reset()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tools.suite", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name, function, text):
        sub = commands.add_parser(name, help=text)
        sub.set_defaults(function=function)
        return sub

    command("setup", _setup, "install what is missing, nothing else")
    command("env", _env, "print shell variables for psql and pytest")
    command("run", _run, "the running suite").add_argument("--port", type=int, default=8069)
    sub = command("test", _test, "all tests, or only some lanes or addons")
    sub.add_argument("--lanes", default="")
    sub.add_argument("--addons", default="")
    sub = command("devdb", _devdb, "new database from the base template")
    sub.add_argument("name")
    sub.add_argument("-i", "--install", default="")
    command("db", _db, "clone of the demo database").add_argument("name")
    command("odoo", _odoo, "any Odoo server command line").add_argument("arguments", nargs=argparse.REMAINDER)
    command("shell", _shell, "Odoo shell on a database").add_argument("name")
    sub = command("serve", _serve, "a server on a database")
    sub.add_argument("name")
    sub.add_argument("--port", type=int, default=None)
    sub.add_argument("--workers", type=int, default=0)
    sub = command("pytest", _pytest, "pytest-odoo on an installed database")
    sub.add_argument("name")
    sub.add_argument("arguments", nargs=argparse.REMAINDER)
    command("unit", _unit, "pure unit tests").add_argument("arguments", nargs=argparse.REMAINDER)
    sub = command("mail", _mail, "feed a message file through the gateway")
    sub.add_argument("file")
    sub.add_argument("--database", default="demo")
    command("lint", _lint, "every check of style").add_argument("--fix", action="store_true")
    command("bench", _bench, "measurements against a baseline of the same run").add_argument("names", nargs="*")
    sub = command("triage", _triage, "how well requests are sorted, by type")
    sub.add_argument("--train", action="store_true", help="train the delivered model anew first")
    command("screenshots", _screenshots, "pictures of the main screens").add_argument("names", nargs="*")
    command("pot", _pot, "translation templates and fr.po files")
    command("dist", _dist, "the addons as wheels")
    sub = command("backup", _backup, "archive of a database with its files")
    sub.add_argument("folder")
    sub.add_argument("--database", default="demo")
    sub = command("restore", _restore, "archive restored under another name")
    sub.add_argument("file")
    sub.add_argument("name")
    command("outdated", _outdated, "pinned versions that have newer ones")
    command("lock", _lock, "resolve the requirements into their locks")
    command("stop", _stop, "stop the embedded PostgreSQL")
    command("reset", _reset, "delete databases and mails, keep the downloads")
    return parser


def main() -> int:
    """Entry point; returns the process's exit code."""
    args = _parser().parse_args()
    if getattr(args, "arguments", None) and args.arguments[0] == "--":
        args.arguments = args.arguments[1:]
    try:
        return args.function(args) or 0
    except SuiteError as error:
        sys.stdout.flush()
        print(f"✗ {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
