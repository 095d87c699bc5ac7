"""The report on newer versions, without asking any index."""

import subprocess

import pytest

from tools import outdated

LOCK = """# header
lxml==5.4.0
    # via
    #   -r requirements.in
    #   zeep
six==1.17.0
    # via ofxparse
soupsieve==2.10 ; python_full_version < '3.11.5'
    # via beautifulsoup4
soupsieve==4.1.1 ; python_full_version >= '3.11.5'
    # via beautifulsoup4
"""


def test_pins_are_read_with_who_asked_for_them():
    """Direct or indirect; a package pinned for two Pythons counts once, with the newer pin."""
    pins = {pin.name: (pin.version, pin.direct) for pin in outdated.python_pins("r.txt", LOCK)}
    assert pins == {"lxml": ("5.4.0", True), "six": ("1.17.0", False), "soupsieve": ("4.1.1", False)}


def test_every_pin_of_the_project_is_read():
    """As many as there are pinned names in the locks: none is forgotten by the pattern."""
    for file in outdated.LOCKS:
        text = (outdated.ROOT / file).read_text()
        names = {line.split("==")[0] for line in text.splitlines() if "==" in line and line[0].isalnum()}
        assert {pin.name for pin in outdated.python_pins(file, text)} == names
    assert {pin.name for pin in outdated.npm_pins("p", (outdated.ROOT / "package.json").read_text())} >= {"eslint"}


def test_the_table_tells_newer_silent_and_current_apart():
    """What has a newer version is shown, direct ones first; what got no answer is counted, not hidden."""
    rows = [
        (outdated.Pin("r.txt", "b-indirect", "1", False), "2"),
        (outdated.Pin("r.txt", "z-direct", "1", True), "3"),
        (outdated.Pin("r.txt", "current", "1", True), "1"),
        (outdated.Pin("r.txt", "silent", "1", True), None),
    ]
    lines = outdated.table(rows).splitlines()
    assert [line.split()[1] for line in lines[1:-1]] == ["z-direct", "b-indirect"]
    assert lines[-1] == "4 pinned, 2 with a newer version, 1 without an answer"
    assert len(outdated.table(rows, everything=True).splitlines()) == 6


@pytest.mark.parametrize("failure", [1, "timeout"])
def test_an_index_that_does_not_answer_is_no_failure(monkeypatch, capsys, failure):
    """The command ends with 0 and says how many packages it could not ask about."""

    def run(command, **_options):
        if failure == "timeout":
            raise subprocess.TimeoutExpired(command, 1)
        return subprocess.CompletedProcess(command, failure, "", "")

    monkeypatch.setattr(outdated.subprocess, "run", run)
    monkeypatch.setattr("sys.argv", ["outdated"])
    assert outdated.main() == 0
    last = capsys.readouterr().out.splitlines()[-1]
    total = len(outdated.collect())
    assert last == f"{total} pinned, 0 with a newer version, {total} without an answer"
