"""Drives told by the model are near the published ones, and going round is never shorter."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slotting import calibration, travel
from slotting.travel import BANDS, START, Band, Place, RoadModel, great_circle

ANNECY, CHAMONIX, PARIS = Place(45.9055, 6.1229), Place(45.9238, 6.8693), Place(48.8566, 2.3522)
places = st.builds(Place, st.floats(45.0, 47.0), st.floats(5.0, 7.5))
margins = st.sampled_from([0.0, 0.1, 0.5])


def test_examples_of_the_text():
    """What the module says of itself is true."""
    assert doctest.testmod(travel).failed == 0


def test_known_distances():
    """Annecy to Paris as the crow flies: 435 km on the map; Annecy to Chamonix by road: a good hour, about 85 km."""
    assert great_circle(ANNECY, PARIS) == pytest.approx(435, abs=3)
    assert 60 <= RoadModel()(ANNECY, CHAMONIX) <= 80
    assert RoadModel().kilometres(ANNECY, CHAMONIX) == pytest.approx(85, abs=10)


@given(places, places, places, margins)
def test_going_through_a_third_place_is_never_shorter(one, other, third, margin):
    """The engine relies on it when it adds a visit to a day."""
    road = RoadModel(margin)
    assert road(one, other) <= road(one, third) + road(third, other)
    assert road.kilometres(one, other) >= 1.4 * great_circle(one, other) - 1e-6


@given(places, places, margins)
def test_both_ways_take_as_long_and_a_margin_adds(one, other, margin):
    """Symmetric, never negative, nothing from a place to itself, and more with a margin."""
    road = RoadModel(margin)
    assert road(one, other) == road(other, one) >= RoadModel()(one, other) >= 0
    assert road(one, one) == 0


def test_the_figures_are_those_of_the_calibration():
    """Whoever changes the drives must fit again: the constants are the fit on two thirds of the table."""
    fitted, judged = calibration.split()
    assert calibration.fit(fitted) == (START, BANDS)
    assert len(fitted) + len(judged) == len(calibration.drives()) >= 45


def test_drives_it_was_not_fitted_on():
    """On the held-out third: seven minutes and 15 % at most, and no better on what it was fitted on by much."""
    fitted, judged = calibration.split()
    road = RoadModel()
    assert calibration.mean_error(road, judged) <= 7
    assert calibration.median_error(road, judged) <= 0.15
    assert calibration.mean_error(road, judged) <= 1.5 * calibration.mean_error(road, fitted)
    assert "held out: 16 drives" in calibration.report()


def test_road_factors_are_those_of_the_table():
    """Published kilometres are what the factors say, to a tenth, for all long drives together."""
    long = [drive for drive in calibration.drives() if drive.road_km and drive.crow_km > 30]
    published = sum(drive.road_km for drive in long)
    assert sum(drive.crow_km for drive in long) * BANDS[-1].factor == pytest.approx(published, rel=0.1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"margin": -0.1},
        {"start": -1},
        {"bands": (Band(10, 1.4, 90), Band(float("inf"), 1.4, 50))},
        {"bands": (Band(10, 1.4, 90),)},
    ],
)
def test_a_model_that_would_lie_is_refused(wrong):
    """Slower on longer ways, no end, or negative: refused."""
    with pytest.raises(ValueError, match="slower"):
        RoadModel(**wrong)


@pytest.mark.parametrize("point", [(91, 6), (45, 181), (float("nan"), 6)])
def test_no_such_place(point):
    """A latitude of 91° is nowhere."""
    with pytest.raises(ValueError, match="map"):
        Place(*point)
