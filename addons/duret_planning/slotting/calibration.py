"""Fits the bands of the road model on real drives, and tells by how much it misses on drives it was not fitted on.

    python3 -m slotting.calibration        (from the addon's folder)

`data/drives.csv`: driving times in and around Haute-Savoie that people who drive there publish on their pages, read
in November 2026. Those of a passenger-transfer operator come with the road's kilometres and are for free roads; those
of local firms and of a holiday let are what they tell their clients, and rounder. Places are town halls, airports and
resort centres. The fit minimises the mean absolute error, which a few careless figures do not bend.
"""

import csv
import functools
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from .travel import BANDS, START, Band, Place, RoadModel, great_circle

DRIVES = Path(__file__).parent / "data" / "drives.csv"
HELD_OUT = 3  # one drive in three is kept for the test


@dataclass(frozen=True, slots=True)
class Drive:
    """One published drive.

    :ivar crow_km: kilometres as the crow flies
    :ivar road_km: kilometres by road, None when they were not published
    :ivar minutes: published minutes
    """

    name: str
    crow_km: float
    road_km: float | None
    minutes: int


@functools.cache
def drives() -> tuple[Drive, ...]:
    """Return the published drives, in the order of the file."""
    with DRIVES.open(encoding="utf-8", newline="") as file:
        return tuple(_drive(row) for row in csv.DictReader(file))


def _drive(row: dict) -> Drive:
    start = Place(float(row["start_lat"]), float(row["start_lon"]))
    stop = Place(float(row["stop_lat"]), float(row["stop_lon"]))
    road_km = float(row["road_km"]) if row["road_km"] else None
    return Drive(f"{row['start']} – {row['stop']}", great_circle(start, stop), road_km, int(row["minutes"]))


def split() -> tuple[list[Drive], list[Drive]]:
    """Return (drives to fit on, drives to judge by): every third is judged by, short and long alike."""
    ordered = sorted(drives(), key=lambda drive: (drive.crow_km, drive.name))
    judged = ordered[1::HELD_OUT]
    return [drive for drive in ordered if drive not in judged], judged


def mean_error(model: RoadModel, sample: list[Drive]) -> float:
    """Return the mean absolute error in minutes."""
    return sum(abs(model.exact(drive.crow_km) - drive.minutes) for drive in sample) / len(sample)


def median_error(model: RoadModel, sample: list[Drive]) -> float:
    """Return the median absolute error, as a part of the published minutes."""
    errors = sorted(abs(model.exact(drive.crow_km) - drive.minutes) / drive.minutes for drive in sample)
    return errors[len(errors) // 2]


def fit(sample: list[Drive]) -> tuple[float, tuple[Band, ...]]:
    """Return (start minutes, bands) with the speeds that miss least, searched one figure at a time.

    The ends of the bands and the road factors are given; minutes of start move by halves, speeds by whole km/h.
    """
    start, speeds = START, [band.speed for band in BANDS]
    best = mean_error(_model(start, speeds), sample)
    while True:
        found = min(_neighbours(start, speeds), key=lambda near: mean_error(_model(*near), sample))
        error = mean_error(_model(*found), sample)
        if error >= best - 1e-9:
            return start, _bands(speeds)
        best, (start, speeds) = error, found


def _neighbours(start: float, speeds: list[float]):
    steps = [(start + step, list(speeds)) for step in (-0.5, 0.5)]
    for index in range(len(speeds)):
        steps += [
            (start, [*speeds[:index], speeds[index] + step, *speeds[index + 1 :]]) for step in (-3.0, -1.0, 1.0, 3.0)
        ]
    return [(first, tried) for first, tried in steps if first >= 0 and _rising(tried)]


def _rising(speeds: list[float]) -> bool:
    paces = [band.pace for band in _bands(speeds)]
    return speeds[0] > 5 and all(one >= other for one, other in pairwise(paces))


def _bands(speeds: list[float]) -> tuple[Band, ...]:
    return tuple(Band(band.until, band.factor, speed) for band, speed in zip(BANDS, speeds, strict=True))


def _model(start: float, speeds: list[float]) -> RoadModel:
    return RoadModel(start=start, bands=_bands(speeds))


def report() -> str:
    """Return, in a few lines, the fit and its errors on both parts of the table."""
    fitted, judged = split()
    start, bands = fit(fitted)
    model = RoadModel(start=start, bands=bands)
    lines = [f"start {start} min; " + "; ".join(f"to {b.until:g} km: ×{b.factor}, {b.speed:g} km/h" for b in bands)]
    for name, sample in (("fitted on", fitted), ("held out", judged)):
        error, median = mean_error(model, sample), median_error(model, sample)
        lines.append(f"{name}: {len(sample)} drives, mean error {error:.1f} min, median {median:.0%}")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    sys.stdout.write(report() + "\n")
