"""`make run`: the whole suite with the demo company, until Ctrl-C."""

import base64
import json
import runpy
import shutil
import signal
import smtplib
import subprocess
import time
from pathlib import Path

from . import databases, postgres, server, setup
from .console import SuiteError, say, step
from .layout import ADDONS, LOCAL, MAILBOX, ROOT, VENV_BIN, suite_addons

DATABASE = "demo"
INBOUND_PORT = 8026
READER_PORT = 8027
STATE = LOCAL / "demo-state.json"


def _logins() -> dict:
    """Demo logins, read from the scenario's pure file."""
    return runpy.run_path(str(ADDONS / "duret_suite/scenario/logins.py"))


def _port(preferred: int) -> int:
    return preferred if server.is_port_free(preferred) else server.free_port()


def _prepare_database() -> None:
    """Create the demo database once; afterwards keep its data and upgrade it when the addons changed."""
    digest = databases.addons_digest()
    if not databases.exists(DATABASE):
        databases.clone(databases.demo_template(), DATABASE)
    elif not STATE.exists() or json.loads(STATE.read_text()).get("addons") != digest:
        with step("Addons changed: upgrading the demo database, its data are kept"):
            databases.update(DATABASE, suite_addons())
            databases.odoo_script(DATABASE, databases.ASSETS_SCRIPT, "assets-demo")
    STATE.write_text(json.dumps({"addons": digest}))


def _start_maildev(odoo_url: str, logins: dict) -> tuple[subprocess.Popen, dict]:
    ports = {"sink": _port(server.MAIL_SINK_PORT), "inbound": _port(INBOUND_PORT), "web": _port(READER_PORT)}
    line = [VENV_BIN / "python", "-m", "tools.suite.maildev", "--folder", MAILBOX, "--odoo", odoo_url]
    line += ["--database", DATABASE, "--login", "admin", "--password", logins["PASSWORD"]]
    for name, port in ports.items():
        line += [f"--{name}", port]
    process = subprocess.Popen([str(part) for part in line], cwd=ROOT, env=server.env(), start_new_session=True)
    return process, ports


def _banner(url: str, ports: dict, logins: dict) -> None:
    say()
    say(f"  Duret Électricité      {url}")
    say(f"  Courrier envoyé        http://127.0.0.1:{ports['web']}")
    say(f"  Courrier entrant       SMTP 127.0.0.1:{ports['inbound']}  →  {logins['ALIAS_ADDRESS']}")
    say(f"\n  Mot de passe de tous : {logins['PASSWORD']}")
    for login, name, role in logins["LOGINS"]:
        say(f"    {login:<28} {name:<24} {role}")
    say("\n  Ctrl-C arrête tout ; « make run » reprend où vous en étiez ; « make reset » repart de zéro.\n")


def main(port: int = 8069) -> int:
    """Bring everything up, print where it is, wait for Ctrl-C, stop everything."""
    # A plain kill ends everything as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    setup.ensure()
    was_alone = postgres.other_sessions() == 0
    _prepare_database()
    logins = _logins()
    instance = server.OdooServer(DATABASE, _port(port), name="run")
    mail, ports = _start_maildev(instance.url, logins)
    instance.options += ["--smtp-port", ports["sink"]]
    try:
        with step("Odoo"):
            instance.start()
        _banner(instance.url, ports, logins)
        say(f"  Prêt en {time.monotonic() - started:.0f} s.")
        instance.process.wait()
        raise SuiteError(f"Odoo stopped by itself; see {instance.log}")
    except KeyboardInterrupt:
        say("\nArrêt…")
        return 0
    finally:
        instance.stop()
        mail.terminate()
        mail.wait()
        if was_alone and postgres.other_sessions() == 0:
            postgres.stop()


def feed_mail(file: str, database: str) -> int:
    """Send a message file through the real gateway: by SMTP when `make run` is up, else by an Odoo shell."""
    content = Path(file).read_bytes()
    logins = _logins()
    if not server.is_port_free(INBOUND_PORT):
        with smtplib.SMTP("127.0.0.1", INBOUND_PORT) as client:
            client.sendmail("client@example.com", [logins["ALIAS_ADDRESS"]], content)
        say("Message given to the running suite.")
        return 0
    setup.ensure()
    script = (
        "import base64\n"
        f"raw = base64.b64decode({json.dumps(_base64(content))})\n"
        "env['mail.thread'].message_process(False, raw)\nenv.cr.commit()\n"
    )
    databases.odoo_script(database, script, "mail")
    say(f"Message given to the database {database}.")
    return 0


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def reset() -> int:
    """Forget the demo database, its files and its mails; downloads, environment and templates stay."""
    setup.ensure()
    databases.drop(DATABASE)
    shutil.rmtree(MAILBOX, ignore_errors=True)
    STATE.unlink(missing_ok=True)
    say("Afresh: the next `make run` starts with a new demo company.")
    return 0
