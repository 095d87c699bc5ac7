"""The gates of `make lint` find what they are for, and a gate that cannot run has failed."""

import subprocess

import pytest

from tools import hygiene, lint


def text_file(folder, name, text):
    """Write a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "line",
    [
        "see https://" + "py" + "pi.org/simple",
        "from /wo" + "rk/main/addons",
        "in /ro" + "ot/.cache",
        "at /ho" + "me/someone/suite",
        "deb http://" + "deb.debian" + ".org/debian sid main",
    ],
)
def test_a_place_is_found(tmp_path, line):
    """Hosts of packages and paths of machines."""
    path = text_file(tmp_path, "a.md", f"fine\n{line}\n")
    assert len(hygiene.places([path], tmp_path)) == 1
    assert hygiene.places([path], tmp_path)[0].startswith("a.md:2: names ")


@pytest.mark.parametrize(
    "line", ["the network/work/flow", "https://www.odoo.com", "/home/odoo/data", "framework/x", "a/root/b"]
)
def test_a_product_s_own_words_pass(tmp_path, line):
    """Words that only look like a place."""
    assert hygiene.places([text_file(tmp_path, "a.md", line)], tmp_path) == []


def test_a_file_in_another_encoding_is_found(tmp_path):
    """Everything is UTF-8."""
    path = tmp_path / "a.txt"
    path.write_bytes("é".encode("latin-1"))
    assert "not UTF-8" in hygiene.places([path], tmp_path)[0]


def test_scripts_are_read_by_their_shell(tmp_path):
    """A syntax error, and a script that goes on after an error."""
    good = text_file(tmp_path, "good.sh", "#!/bin/sh\nset -eu\necho fine\n")
    broken = text_file(tmp_path, "broken", "#!/usr/bin/env bash\nset -euo pipefail\nif true; then\n")
    careless = text_file(tmp_path, "careless.sh", "#!/bin/bash\ncd nowhere\nrm *\n")
    python = text_file(tmp_path, "program", "#!/usr/bin/env python3\nprint(1)\n")
    found = hygiene.scripts_parse([good, broken, careless, python], tmp_path)
    assert [fault.split(":")[0] for fault in found] == ["broken", "careless.sh"]


def test_a_broken_link_is_found(tmp_path):
    """A page that was moved; other sites, anchors and examples in code are left alone."""
    text_file(tmp_path, "docs/there.md", "")
    page = text_file(
        tmp_path,
        "docs/a.md",
        "[a](there.md#x) [b](gone.md) [c](https://www.odoo.com) [d](#x)\n```\n[e](code.md)\n```\n",
    )
    assert hygiene.broken_links([page], tmp_path) == ["docs/a.md: gone.md does not exist"]


def test_ignored_files_are_not_read(tmp_path):
    """What git ignores is nobody's text."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    text_file(tmp_path, ".gitignore", "hidden/\n")
    text_file(tmp_path, "hidden/a.md", "")
    seen = text_file(tmp_path, "seen.md", "")
    assert hygiene.repository_files(tmp_path) == [tmp_path / ".gitignore", seen]


def test_a_gate_that_cannot_run_has_failed():
    """A missing program is not a pass."""
    gate = lint.Gate("probe", lambda: lint.tool("no-such-program"))
    assert lint.measured(gate)[1].startswith("cannot run: ")


def test_a_program_s_fault_is_told():
    """Output of a failing program; nothing of one that passes."""
    assert lint.tool("sh", "-c", "echo wrong; exit 3") == "wrong"
    assert lint.tool("sh", "-c", "exit 3") == "ended with code 3"
    assert lint.tool("sh", "-c", "echo fine") == ""


def test_failures_make_the_exit_code(monkeypatch, capsys):
    """One failing gate among two: code 1, its text and both lines are shown."""
    gates = [lint.Gate("good", lambda: ""), lint.Gate("bad", lambda: "line 3 is wrong")]
    monkeypatch.setattr(lint, "GATES", gates)
    monkeypatch.setattr(lint, "node_env", dict)
    assert lint.main([]) == 1
    output = capsys.readouterr().out
    assert "✓ good" in output and "✗ bad" in output and "line 3 is wrong" in output
    assert lint.main(["good"]) == 0
