#!/usr/bin/env python3
"""Install the suite on first start, upgrade it when the image changed, else do nothing.

Runs before the server, in a container of its own, so that no page is ever served by a half-built database
or by the password that Odoo gives a new administrator. Interrupted at any moment, the next run goes on.
"""

import hashlib
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

SECURE = """
admin = env.ref("base.user_admin")
admin.write({{"login": {login!r}, "password": {password!r}}})
settings = env["ir.config_parameter"].sudo()
settings.set_param("web.base.url", {url!r})
settings.set_param("web.base.url.freeze", "True")
# Reports are rendered by a program in this container: it fetches images here, not through the internet.
settings.set_param("report.url", "http://127.0.0.1:8069")
settings.set_param({secured!r}, "1")
env.cr.commit()
print("SECURED")
"""
SECURED = "duret.deployment.secured"
BUILD = "duret.deployment.build"
READY = """
select count(*) filter (where name = :'module' and state = 'installed') = 1
   and count(*) filter (where state like 'to %') = 0 from ir_module_module;
"""
REMEMBER = """
insert into ir_config_parameter (key, value, create_uid, create_date, write_uid, write_date)
values (:'key', :'build', 1, now() at time zone 'UTC', 1, now() at time zone 'UTC')
on conflict (key) do update set value = excluded.value, write_date = excluded.write_date;
"""
# The first language is the one of users and contacts.
LANGUAGES = "fr_FR,en_US"
PASSWORD_LENGTH = 12


class InitError(Exception):
    """A reason not to start, in French, for the administrator."""


def say(text: str) -> None:
    """One line at once."""
    print(f"init: {text}", flush=True)


def psql(database: str, query: str, **variables: str) -> str:
    """Text that a query returns; psql quotes the variables (:'name'). Raises InitError when PostgreSQL refuses."""
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]
    for name, value in variables.items():
        command += ["-v", f"{name}={value}"]
    result = subprocess.run(command, input=query, capture_output=True, text=True)
    if result.returncode:
        raise InitError(f"PostgreSQL : {result.stderr.strip()}")
    return result.stdout.strip()


def odoo(*arguments: str, script: str | None = None) -> str:
    """Run Odoo to its end and return its output (with a script: an Odoo shell); raises InitError on failure."""
    command = [os.environ.get("DURET_ODOO", "odoo"), *arguments]
    environment = os.environ | {"ODOO_LOGFILE": ""}
    result = subprocess.run(
        command, input=script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    if result.returncode:
        tail = "\n".join(result.stdout.splitlines()[-40:])
        raise InitError(f"Odoo a échoué ({arguments[0]}) :\n{tail}")
    return result.stdout


def build_id(addons: Path) -> str:
    """Digest of what runs: Odoo, the pinned packages and every file of the suite."""
    import odoo.release

    digest = hashlib.sha256(odoo.release.version.encode())
    for item in sorted(f"{dist.metadata['Name']}=={dist.version}" for dist in metadata.distributions()):
        digest.update(item.encode())
    for path in sorted(addons.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(addons).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def exists(database: str) -> bool:
    """True when the database and Odoo's tables in it are there."""
    if not psql("postgres", "select 1 from pg_database where datname = :'name';", name=database):
        return False
    return psql(database, "select to_regclass('public.ir_module_module') is not null;") == "t"


def is_installed(database: str, module: str) -> bool:
    """True when the module is installed and nothing waits to be installed or upgraded."""
    return psql(database, READY, module=module) == "t"


def parameter(database: str, key: str) -> str:
    """Value of a system parameter, or nothing."""
    return psql(database, "select value from ir_config_parameter where key = :'key';", key=key)


def remember_build(database: str, build: str) -> None:
    """Note which build the database was brought to."""
    psql(database, REMEMBER, key=BUILD, build=build)


def admin_password() -> str:
    """The first administrator's password from its file; raises InitError when absent or too short."""
    path = Path(os.environ["DURET_ADMIN_PASSWORD_FILE"])
    password = path.read_text().strip() if path.exists() else ""
    if len(password) < PASSWORD_LENGTH:
        raise InitError(f"Le mot de passe de l'administrateur ({path}) doit avoir {PASSWORD_LENGTH} signes au moins.")
    return password


def secure(database: str) -> None:
    """Replace the first administrator's login and password and set the public address, once."""
    if parameter(database, SECURED):
        return
    say("compte de l'administrateur et adresse publique")
    script = SECURE.format(
        login=os.environ["DURET_ADMIN_LOGIN"],
        password=admin_password(),
        url=f"https://{os.environ['DURET_DOMAIN']}",
        secured=SECURED,
    )
    output = odoo("shell", "-d", database, "--no-http", script=script)
    if "SECURED" not in output:
        raise InitError("Le compte de l'administrateur n'a pas pu être protégé :\n" + output[-2000:])


def prepare(database: str, module: str, build: str) -> str:
    """Bring the database to this build; returns what was done: installed, upgraded or nothing."""
    run = ("server", "-d", database, "--no-http", "--workers", "0", "--max-cron-threads", "0", "--stop-after-init")
    if not exists(database) or not is_installed(database, module):
        admin_password()  # before minutes of work, not after
        say(f"installation de {module} (quelques minutes)")
        odoo(*run, "--load-language", LANGUAGES, "-i", module)
        done = "installed"
    elif parameter(database, BUILD) != build:
        say("mise à niveau : l'image a changé")
        odoo(*run, "-u", "all")
        done = "upgraded"
    else:
        done = "nothing"
    if not is_installed(database, module):
        raise InitError(f"{module} n'est pas installé : voyez les messages ci-dessus.")
    secure(database)
    remember_build(database, build)
    return done


def main() -> int:
    """Entry point; returns 1 with a message when the server must not start."""
    database = os.environ.get("PGDATABASE", "duret")
    module = os.environ.get("DURET_MODULE", "duret_suite")
    addons = Path(os.environ.get("DURET_ADDONS", "/mnt/extra-addons"))
    try:
        done = prepare(database, module, build_id(addons))
    except InitError as error:
        print(f"init: ÉCHEC : {error}", file=sys.stderr)
        return 1
    say({"installed": "suite installée", "upgraded": "suite mise à niveau", "nothing": "rien à faire"}[done])
    return 0


if __name__ == "__main__":
    sys.exit(main())
