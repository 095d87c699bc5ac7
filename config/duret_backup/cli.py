"""Command line of the backups; messages for the administrator are in French."""

import argparse
import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import BackupError, archive, backup, clock, database, naming, restore, retention

RETRY = 900  # seconds between two tries when the daily backup failed


def say(text: str) -> None:
    """One line with its local time, at once."""
    print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {text}", flush=True)


def _zone() -> ZoneInfo:
    """The company's clock: TZ, or Paris; raises BackupError when the machine does not know it."""
    name = os.environ.get("TZ") or "Europe/Paris"
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise BackupError(f"Fuseau horaire inconnu : TZ={name}") from error


def _use_password_file() -> None:
    """Read the database password from its file when nobody did: `docker compose exec` skips the entry point."""
    name = os.environ.get("PGPASSWORD_FILE")
    if name and "PGPASSWORD" not in os.environ:
        try:
            os.environ["PGPASSWORD"] = Path(name).read_text().strip()
        except OSError as error:
            raise BackupError(f"Fichier de mot de passe illisible : {name}") from error


def _policy(args) -> retention.Policy:
    return retention.Policy(args.daily, args.weekly, args.monthly)


def _backup(args) -> None:
    odoo = database.Odoo.from_environment()
    path, manifest = backup.make(odoo, args.database, args.folder, _policy(args), args.zone)
    say(f"Sauvegarde terminée : {path} ({path.stat().st_size / 1e6:.1f} Mo, {len(manifest.files)} fichiers)")
    if manifest.missing_files:
        lost = ", ".join(manifest.missing_files[:5])
        say(f"ATTENTION : {len(manifest.missing_files)} fichiers manquaient déjà sur le serveur ({lost})")


def _restore(args) -> None:
    odoo = database.Odoo.from_environment()
    former = restore.restore(odoo, args.archive, args.database, replace=args.replace, copy=args.copy)
    kind = "copie neutralisée" if args.copy else "restauration"
    say(f"{kind.capitalize()} terminée et vérifiée : base « {args.database} »")
    if former:
        say(f"L'ancienne base est conservée sous le nom « {former} » ; supprimez-la après contrôle.")


def _verify(args) -> None:
    manifest = archive.verify(args.archive)
    say(f"Archive intacte : base {manifest.database}, {manifest.made_at}, {len(manifest.files)} fichiers")


def _list(args) -> None:
    for moment, path in sorted(naming.complete_backups(args.folder, args.database).items()):
        print(f"{moment.astimezone(args.zone):%Y-%m-%d %H:%M}  {path.stat().st_size / 1e6:10.1f} Mo  {path}")


def _prune(args) -> None:
    for path in backup.prune(args.folder, args.database, _policy(args), args.zone):
        say(f"Effacée : {path.name}")


def _check(args) -> None:
    age = timedelta(hours=args.max_age)
    print(backup.check_recent(args.folder, args.database, age, datetime.now(UTC)))


def _daemon(args) -> None:
    """Back up every day at the set time until told to stop; a failed backup is tried again."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    clock.parse_time(args.at)
    while not stop.is_set():
        moment = clock.next_run(datetime.now(UTC), args.at, args.zone)
        say(f"Prochaine sauvegarde : {moment.astimezone(args.zone):%d/%m/%Y à %H:%M}")
        stop.wait((moment - datetime.now(UTC)).total_seconds())
        while not stop.is_set():
            try:
                _backup(args)
                break
            except BackupError as error:
                say(f"ÉCHEC : {error}\nNouvel essai dans {RETRY // 60} minutes.")
                stop.wait(RETRY)


def _parser() -> argparse.ArgumentParser:
    environment = os.environ.get
    parser = argparse.ArgumentParser(prog="duret-backup", description="Sauvegarde et restauration de la suite.")
    commands = parser.add_subparsers(required=True, metavar="commande")
    name = environment("PGDATABASE", "duret")
    folder = Path(environment("DURET_BACKUP_FOLDER", "/var/backups/duret"))

    def command(verb, function, text):
        sub = commands.add_parser(verb, help=text)
        sub.set_defaults(function=function)
        return sub

    def with_folder(sub):
        sub.add_argument("--database", "-d", default=name)
        sub.add_argument("--folder", "-f", type=Path, default=folder)
        return sub

    def with_policy(sub):
        for period, default in retention.Policy._field_defaults.items():
            sub.add_argument(f"--{period}", type=int, default=int(environment(f"DURET_KEEP_{period.upper()}", default)))
        return sub

    with_policy(with_folder(command("backup", _backup, "sauvegarder maintenant")))
    sub = command("restore", _restore, "restaurer une archive")
    sub.add_argument("archive", type=Path)
    sub.add_argument("--database", "-d", required=True, help="nom de la base à créer")
    sub.add_argument("--replace", action="store_true", help="mettre de côté la base existante")
    sub.add_argument("--copy", action="store_true", help="copie d'essai neutralisée")
    command("verify", _verify, "contrôler une archive").add_argument("archive", type=Path)
    with_folder(command("list", _list, "lister les sauvegardes"))
    with_policy(with_folder(command("prune", _prune, "effacer les sauvegardes périmées")))
    sub = with_folder(command("check", _check, "échouer si la dernière sauvegarde est trop ancienne"))
    sub.add_argument("--max-age", type=float, default=26, metavar="HEURES")
    sub = with_policy(with_folder(command("daemon", _daemon, "sauvegarder chaque jour")))
    sub.add_argument("--at", default=environment("DURET_BACKUP_AT", "02:30"))
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns the exit code (1 with a message on the error output when something failed)."""
    args = _parser().parse_args(arguments)
    try:
        args.zone = _zone()
        _use_password_file()
        args.function(args)
    except BackupError as error:
        sys.stdout.flush()
        print(f"ÉCHEC : {error}", file=sys.stderr)
        return 1
    return 0
