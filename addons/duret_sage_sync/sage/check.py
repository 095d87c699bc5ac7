"""`python -m sage.check DOSSIER`: is an export of SAGE usable? Run from the addon's folder, without Odoo.

Says in French which columns were found, which encoding was guessed and how surely, which rows would be refused and why,
what is twice, which numbers are missing. Exit code: 0 usable, 1 usable after mending, 2 not usable, 3 wrong command.
"""

import argparse
import sys
from pathlib import Path

from . import profiles
from .errors import Refused
from .inspection.folder import REPORT, examine_folder
from .inspection.report import lines
from .transports.csv_folder.files import write_whole
from .transports.csv_folder.refusals import sentence

WRONG = 3


class Parser(argparse.ArgumentParser):
    """A command line whose mistakes are told in French, with a code of their own."""

    def error(self, message):
        """Say how the command is used."""
        self.print_usage(sys.stderr)
        self.exit(WRONG, f"Commande incomplète ou inconnue. Aide : {self.prog} --aide\n")


def parser() -> Parser:
    """The command line, in French."""
    command = Parser(prog="python -m sage.check", description="Contrôle d'un export de SAGE.", add_help=False)
    command.add_argument("dossier", type=Path, help="dossier qui contient les fichiers exportés par SAGE")
    command.add_argument(
        "--profil",
        action="append",
        default=[],
        metavar="NOM",
        help=f"profil à essayer ({', '.join(profiles.available())}, ou un fichier .toml) ; tous par défaut",
    )
    command.add_argument(
        "--rapport", type=Path, metavar="FICHIER", help=f"où écrire le rapport ({REPORT} dans le dossier, par défaut)"
    )
    command._positionals.title, command._optionals.title = "à donner", "au choix"
    command.add_argument("-h", "--help", "--aide", action="help", help="afficher cette aide")
    return command


def main(arguments: list[str] | None = None) -> int:
    """Check a folder, show the report and write it; returns the exit code."""
    options = parser().parse_args(arguments)
    if not options.dossier.is_dir():
        sys.stderr.write(f"Le dossier {options.dossier} n'existe pas.\n")
        return WRONG
    try:
        known = [profiles.load(name) for name in options.profil or profiles.available()]
    except Refused as refusal:
        sys.stderr.write(sentence(refusal.code, refusal.detail) + "\n")
        return WRONG
    facts = examine_folder(options.dossier, known)
    text = "\n".join(lines(facts)) + "\n"
    _say(text)
    target = options.rapport or options.dossier / REPORT
    try:
        write_whole(target, [b"\xef\xbb\xbf" + text.encode("utf-8", "backslashreplace")])
    except OSError as error:
        sys.stderr.write(f"Le rapport n'a pas pu être écrit dans {target} ({error.strerror}).\n")
    else:
        _say(f"Rapport écrit dans {target}\n")
    return facts.code


def _say(text: str) -> None:
    """To the terminal; a terminal that lacks a letter shows another one."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


if __name__ == "__main__":
    sys.exit(main())
