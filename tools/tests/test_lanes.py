"""`make test`: which lanes there are, which of them share the machine, and that no test file is left out."""

import threading

import pytest

from tools.suite import testing
from tools.suite.console import SuiteError
from tools.suite.layout import ADDONS, ROOT


@pytest.fixture
def lanes(monkeypatch, tmp_path):
    """Lanes of this test's own instead of the real ones: name -> what it does."""

    def given(shared=(), **functions):
        monkeypatch.setattr(testing, "LANES", functions)
        monkeypatch.setattr(testing, "SHARED", tuple(shared))
        monkeypatch.setattr(testing, "LOGS", tmp_path)
        monkeypatch.setattr(testing.setup, "ensure", lambda *_packages: None)
        monkeypatch.setattr(testing.databases, "demo_template", lambda: "demo")

    return given


def passes(lane, _addons):
    """One good test."""
    lane.passed += 1
    if lane.log:
        lane.log.write_text(f"words of {lane.name}\n")


def fails(lane, _addons):
    """A lane that cannot run."""
    raise SuiteError(f"{lane.name} is not ready")


def test_every_file_of_the_reliability_folder_is_run_once():
    """Those of the calm lanes exist and are in one lane each; the last lane leaves out exactly these."""
    calm = [name for names in testing.CALM.values() for name in names]
    assert sorted(calm) == sorted(set(calm))
    assert set(calm) < {path.name for path in (ROOT / "tests/reliability").glob("test_*.py")}
    asked = []
    lane = testing.Lane("reliability")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(testing.databases, "demo_template", lambda: "demo")
        patch.setattr(testing, "_pytest", lambda _lane, _title, *arguments: asked.extend(map(str, arguments)))
        testing.lane_reliability(lane, [])
    left_out = [one.rpartition("/")[2] for one in asked if one.startswith("--ignore=")]
    assert sorted(left_out) == sorted(calm)
    assert asked[-1] == str(ROOT / "tests/reliability")


def test_what_measures_seconds_shares_the_machine_with_nothing():
    """Limits in seconds are those of the last lane, which runs alone."""
    assert list(testing.LANES)[-1] == "reliability"
    assert set(testing.CALM) | {"production"} == set(testing.SHARED) <= set(testing.LANES)


@pytest.mark.parametrize("name", [name for names in testing.CALM.values() for name in names])
def test_a_calm_file_compares_no_duration(name):
    """What a clock measured stands in no assertion of a file that shares the machine."""
    lines = (ROOT / "tests/reliability" / name).read_text().splitlines()
    asserted = [line for line in lines if line.lstrip().startswith("assert ")]
    assert not [line for line in asserted if "monotonic" in line or "seconds" in line.lower() or "took" in line]


def test_lanes_that_share_the_machine_run_at_the_same_time(lanes, capsys):
    """Two of them meet; what each one says is shown whole, after the other."""
    meeting = threading.Barrier(2, timeout=20)

    def meets(lane, addons):
        """Goes on when the other one is there."""
        meeting.wait()
        passes(lane, addons)

    lanes(shared=("left", "right"), left=meets, right=meets)
    assert testing.main() == 0
    said = capsys.readouterr().out
    assert said.index("words of left") < said.index("words of right")
    assert "2 passed, 0 failed" in said


def test_lanes_that_do_not_share_run_one_after_the_other(lanes, capsys):
    """Each has ended before the next one begins, and says what it does while it does it."""
    running = []

    def alone(lane, addons):
        """What it is for."""
        assert not running
        running.append(lane.name)
        passes(lane, addons)
        running.remove(lane.name)

    lanes(first=alone, second=alone)
    assert testing.main() == 0
    assert "=== second: What it is for." in capsys.readouterr().out


@pytest.mark.parametrize("shared", [(), ("good", "bad")])
def test_a_lane_that_cannot_run_is_a_failure_and_stops_no_other(lanes, capsys, shared):
    """Its reason is in the closing report, and the command fails."""
    lanes(shared=shared, bad=fails, good=passes)
    assert testing.main() == 1
    said = capsys.readouterr().out
    assert "✗ bad: bad is not ready" in said
    assert "1 passed, 1 failed" in said


def test_an_unknown_lane_is_told():
    """With the names of those that exist."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SuiteError, match="exchange"):
        patch.setattr(testing.setup, "ensure", lambda *_packages: None)
        testing.main("nowhere")


def test_addons_with_all_the_others_below_are_only_installed_alone():
    """The suite itself: the lane of all addons runs its tests with the very same modules."""
    whole = [path.name for path in ADDONS.iterdir() if path.name.startswith("duret_")]
    assert [name for name in whole if testing._needed(name) >= set(whole)] == ["duret_suite"]
