"""State of the exchange with SAGE, asked from outside: for Nagios, Icinga, Centreon, or a person at a terminal.

    SAGE_STATUS_LOGIN=supervision SAGE_STATUS_PASSWORD=… python -m tools.sage_status --db duret
    python -m tools.sage_status --db duret --credentials /etc/duret/sage_status --format json

The user needs the role « Direction », which reads and changes nothing. Credentials come from the environment or from a
file that nobody else may read (two lines: `login=…`, `password=…`), never from the command line, which every user of
the machine can see. Exit codes are those of monitoring plugins: 0 fine, 1 warning, 2 critical (also when Odoo does not
answer), 3 unknown (wrong credentials, no such company, SAGE not installed).

It speaks to Odoo itself (port 8069), not to nginx, which lets no password RPC in from outside.
"""

import argparse
import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import odoorpc

FINE, WARNING, CRITICAL, UNKNOWN = range(4)
NAMES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
# Figure → (what it is, unit of monitoring, default thresholds: warning, critical). None: no threshold.
FIGURES = {
    "lag": ("minutes depuis le dernier échange réussi", "", 60, 240),
    "proof_age": ("heures depuis la dernière preuve d'égalité", "", 30, 54),
    "gaps": ("écart(s) entre Odoo et SAGE", "", 1, 100),
    "dead": ("envoi(s) abandonné(s)", "", 1, 10),
    "rejected": ("fiche(s) ou ligne(s) refusée(s)", "", 1, 100),
    "conflicts": ("conflit(s) à décider", "", 10, None),
    "matches": ("rapprochement(s) à décider", "", 20, None),
    "waiting_in": ("fiche(s) de SAGE en attente", "", None, None),
    "waiting_out": ("envoi(s) en attente", "", 500, None),
    "alerts": ("alerte(s) ouverte(s)", "", 1, None),
}


class Trouble(Exception):
    """The state cannot be told; the code is the exit code."""

    def __init__(self, code: int, sentence: str):
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Limit:
    """A figure is fine below `warning`; None: never a matter of this level."""

    warning: float | None
    critical: float | None

    def level(self, figure: float) -> int:
        """FINE, WARNING or CRITICAL.

        >>> Limit(1, 10).level(0), Limit(1, 10).level(1), Limit(1, None).level(99)
        (0, 1, 1)
        """
        if self.critical is not None and figure >= self.critical:
            return CRITICAL
        return WARNING if self.warning is not None and figure >= self.warning else FINE


def figures_of(company: Mapping, now: datetime) -> dict[str, float | None]:
    """The figures of one company out of what the cockpit reads; None when nobody can tell (never exchanged, never
    proved)."""
    verdict, out, into = company["verdict"], company["out"], company["in"]
    at = verdict["at"] and datetime.fromisoformat(str(verdict["at"]))
    lag = company["lag_minutes"]
    return {
        "lag": None if lag is False else lag,
        "proof_age": round((now - at).total_seconds() / 3600, 1) if at else None,
        "gaps": verdict["gaps"],
        "dead": out["dead"],
        "rejected": into["rejected"] + company["rejections"],
        "conflicts": company["conflicts"],
        "matches": company["matches"],
        "waiting_in": into["new"] + into["waiting"] + into["held"],
        "waiting_out": out["pending"] + out["sending"] + out["sent"],
        "alerts": len(company["alerts"]),
    }


def judge(company: Mapping, now: datetime, limits: Mapping[str, Limit]) -> tuple[int, list[str], dict]:
    """(level, sentences that explain it, figures) of one company.

    A company that was never exchanged or never proved is critical: silence is no proof.
    """
    figures = figures_of(company, now)
    level, said = FINE, []
    for name, figure in figures.items():
        if figure is None:
            level = CRITICAL
            said.append({"lag": "aucun échange réussi", "proof_age": "aucune preuve d'égalité"}[name])
        elif (own := limits[name].level(figure)) != FINE:
            level = max(level, own)
            said.append(f"{figure:g} {FIGURES[name][0]}")
    said += [alert["sentence"] for alert in company["alerts"]]
    return level, said, figures


def performance(prefix: str, figures: Mapping, limits: Mapping[str, Limit]) -> Iterator[str]:
    """Figures as monitoring plugins write them: 'name'=value;warning;critical;0."""
    for name, figure in figures.items():
        bounds = ["" if bound is None else f"{bound:g}" for bound in (limits[name].warning, limits[name].critical)]
        label = f"{prefix}{name}".replace("'", "").replace("=", "")
        yield f"'{label}'={'U' if figure is None else f'{figure:g}'};{bounds[0]};{bounds[1]};0"


def credentials(path: str | None, environment: Mapping[str, str]) -> tuple[str, str]:
    """Login and password, from a file of ours alone or from the environment."""
    told = {"login": environment.get("SAGE_STATUS_LOGIN", ""), "password": environment.get("SAGE_STATUS_PASSWORD", "")}
    if path:
        told = _file(Path(path))
    if not told.get("login") or not told.get("password"):
        raise Trouble(UNKNOWN, "identifiants absents : SAGE_STATUS_LOGIN et SAGE_STATUS_PASSWORD, ou --credentials")
    return told["login"], told["password"]


def _file(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Trouble(UNKNOWN, f"{path} est lisible par d'autres : chmod 600")
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(UNKNOWN, f"{path} : {error}") from error
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name.strip(): value.strip() for name, _equals, value in pairs}


def read(url: str, database: str, login: str, password: str, seconds: float) -> dict:
    """What the cockpit reads."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Trouble(UNKNOWN, f"adresse illisible : {url}")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        # The version is told: asking for it is one more door, closed on many servers.
        odoo = odoorpc.ODOO(
            parts.hostname, "jsonrpc+ssl" if secure else "jsonrpc", port, timeout=seconds, version="19.0"
        )
        odoo.login(database, login, password)
        return odoo.execute("duret.sage.cockpit", "duret_read")
    except odoorpc.error.RPCError as error:
        raise Trouble(UNKNOWN, f"Odoo refuse : {str(error).splitlines()[0]}") from error
    except odoorpc.error.InternalError as error:
        raise Trouble(UNKNOWN, f"Odoo refuse : {error}") from error
    except (URLError, OSError, ValueError) as error:
        # URLError and time-outs are OSErrors; a ValueError is an answer that is no JSON: a proxy's page of excuses.
        raise Trouble(CRITICAL, f"Odoo ne répond pas : {getattr(error, 'reason', error)}") from error


def report(told: Mapping, wanted: str | None, limits: Mapping[str, Limit]) -> tuple[int, list[dict]]:
    """(exit code, what is said of each company)."""
    now = datetime.fromisoformat(told["now"])
    companies = [one for one in told["backends"] if not wanted or one["name"] == wanted]
    if not companies:
        raise Trouble(UNKNOWN, f"pas de société SAGE « {wanted} »" if wanted else "aucune société SAGE")
    said = []
    for company in companies:
        level, sentences, figures = judge(company, now, limits)
        said.append({"company": company["name"], "level": level, "why": sentences, "figures": figures})
    return max(one["level"] for one in said), said


def as_text(level: int, said: Sequence[Mapping], limits: Mapping[str, Limit]) -> str:
    """One line for monitoring, with its performance data; what waits below, for people."""
    summary = " ; ".join(f"{one['company']} : {', '.join(one['why']) or 'tout est à jour'}" for one in said)
    alone = len(said) == 1
    data = [item for one in said for item in performance("" if alone else f"{one['company']} ", one["figures"], limits)]
    head = f"SAGE {NAMES[level]} - {summary}".replace("|", "/").replace("\n", " ")
    return f"{head} | {' '.join(data)}"


def as_table(said: Sequence[Mapping]) -> str:
    """Figures for people, one a line."""
    lines = []
    for one in said:
        lines.append(f"{one['company']} : {NAMES[one['level']]}")
        for name, figure in one["figures"].items():
            lines.append(f"  {'-' if figure is None else f'{figure:g}':>8}  {FIGURES[name][0]}")
    return "\n".join(lines)


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="sage_status", description=__doc__.split("\n\n")[0])
    parser.add_argument("--url", default=os.environ.get("SAGE_STATUS_URL", "http://127.0.0.1:8069"))
    parser.add_argument("--db", default=os.environ.get("SAGE_STATUS_DB", "duret"), help="database")
    parser.add_argument("--credentials", help="file with login=… and password=…, chmod 600")
    parser.add_argument("--company", help="only this SAGE company")
    parser.add_argument("--format", choices=("nagios", "text", "json"), default="nagios")
    parser.add_argument("--timeout", type=float, default=15.0, help="seconds")
    for name, (words, _unit, warning, critical) in FIGURES.items():
        for level, bound in (("warning", warning), ("critical", critical)):
            told = "aucun" if bound is None else bound
            parser.add_argument(
                f"--{name.replace('_', '-')}-{level}", type=float, default=bound, help=f"{words} (par défaut : {told})"
            )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the state, give the exit code."""
    told = options(arguments)
    values = vars(told)
    limits = {name: Limit(values[f"{name}_warning"], values[f"{name}_critical"]) for name in FIGURES}
    try:
        login, password = credentials(told.credentials, os.environ)
        level, said = report(read(told.url, told.db, login, password, told.timeout), told.company, limits)
    except Trouble as trouble:
        if told.format == "json":
            print(json.dumps({"level": trouble.code, "error": str(trouble)}, ensure_ascii=False))
        else:
            print(f"SAGE {NAMES[trouble.code]} - {trouble}")
        return trouble.code
    if told.format == "json":
        print(json.dumps({"level": level, "companies": said}, ensure_ascii=False))
    elif told.format == "text":
        print(as_table(said))
    else:
        print(as_text(level, said, limits))
    return level


if __name__ == "__main__":
    sys.exit(main())
