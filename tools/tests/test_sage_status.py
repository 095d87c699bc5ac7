"""What the monitoring of SAGE says of figures, thresholds and credentials; a real server is in tests/reliability."""

import json
from datetime import datetime

import pytest

from tools import sage_status
from tools.sage_status import CRITICAL, FIGURES, FINE, UNKNOWN, WARNING, Limit, Trouble

LIMITS = {name: Limit(warning, critical) for name, (_words, _unit, warning, critical) in FIGURES.items()}
NOW = "2026-11-21 10:00:00"


def company(**changed):
    """A company in the best of order, as the cockpit gives it."""
    told = {
        "name": "Duret",
        "lag_minutes": 12,
        "verdict": {"state": "equal", "gaps": 0, "at": "2026-11-21 05:30:00"},
        "out": {"pending": 1, "sending": 0, "sent": 2, "dead": 0},
        "in": {"new": 0, "waiting": 1, "held": 1, "rejected": 0},
        "conflicts": 0,
        "matches": 0,
        "rejections": 0,
        "alerts": [],
    }
    return told | changed


def judged(**changed):
    """(level, sentences) of a company."""
    level, said, _figures = sage_status.judge(company(**changed), datetime.fromisoformat(NOW), LIMITS)
    return level, " / ".join(said)


def test_a_company_in_order():
    assert judged() == (FINE, "")


@pytest.mark.parametrize(
    ("changed", "level", "words"),
    [
        ({"lag_minutes": 60}, WARNING, "60 minutes"),
        ({"lag_minutes": 59}, FINE, ""),
        ({"lag_minutes": 240}, CRITICAL, "240 minutes"),
        ({"lag_minutes": False}, CRITICAL, "aucun échange réussi"),
        ({"lag_minutes": 0}, FINE, ""),
        ({"verdict": {"gaps": 0, "at": "2026-11-19 02:00:00"}}, CRITICAL, "56 heures"),
        ({"verdict": {"gaps": 3, "at": "2026-11-21 05:30:00"}}, WARNING, "3 écart(s)"),
        ({"verdict": {"gaps": 0, "at": False}}, CRITICAL, "aucune preuve"),
        ({"out": {"pending": 0, "sending": 0, "sent": 0, "dead": 1}}, WARNING, "1 envoi(s) abandonné(s)"),
        ({"in": {"new": 0, "waiting": 0, "held": 0, "rejected": 1}, "rejections": 2}, WARNING, "3 fiche(s)"),
        ({"alerts": [{"sentence": "Il manque des fichiers : n° 2."}]}, WARNING, "Il manque des fichiers"),
    ],
)
def test_levels(changed, level, words):
    found, said = judged(**changed)
    assert found == level
    assert words in said


def test_the_worst_company_decides_and_one_may_be_chosen():
    told = {"now": NOW, "backends": [company(), company(name="Filiale", lag_minutes=False)]}
    assert sage_status.report(told, None, LIMITS)[0] == CRITICAL
    assert sage_status.report(told, "Duret", LIMITS)[0] == FINE
    with pytest.raises(Trouble) as caught:
        sage_status.report(told, "Autre", LIMITS)
    assert caught.value.code == UNKNOWN


def test_performance_data():
    text = sage_status.as_text(*sage_status.report({"now": NOW, "backends": [company()]}, None, LIMITS), LIMITS)
    assert text.startswith("SAGE OK - Duret : tout est à jour | 'lag'=12;60;240;0 'proof_age'=4.5;30;54;0")
    assert text.count("|") == 1
    never = sage_status.report({"now": NOW, "backends": [company(lag_minutes=False)]}, None, LIMITS)
    assert "'lag'=U;60;240;0" in sage_status.as_text(*never, LIMITS)


def test_credentials_come_from_a_file_nobody_else_reads_or_the_environment(tmp_path):
    path = tmp_path / "status"
    path.write_text("login=supervision\npassword=a=b\n")
    path.chmod(0o600)
    assert sage_status.credentials(str(path), {}) == ("supervision", "a=b")
    path.chmod(0o640)
    with pytest.raises(Trouble, match="chmod 600"):
        sage_status.credentials(str(path), {})
    environment = {"SAGE_STATUS_LOGIN": "moi", "SAGE_STATUS_PASSWORD": "x"}
    assert sage_status.credentials(None, environment) == ("moi", "x")
    for told, where in (({}, None), (environment, str(tmp_path / "absent"))):
        with pytest.raises(Trouble) as caught:
            sage_status.credentials(where, told)
        assert caught.value.code == UNKNOWN


def test_no_password_on_the_command_line():
    with pytest.raises(SystemExit):
        sage_status.options(["--password", "x"])


def test_an_address_that_makes_no_sense(monkeypatch, capsys):
    monkeypatch.setenv("SAGE_STATUS_LOGIN", "moi")
    monkeypatch.setenv("SAGE_STATUS_PASSWORD", "secret")
    assert sage_status.main(["--url", "duret:8069", "--format", "json"]) == UNKNOWN
    said = capsys.readouterr().out
    assert json.loads(said)["level"] == UNKNOWN
    assert "secret" not in said
