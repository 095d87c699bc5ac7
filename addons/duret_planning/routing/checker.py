"""The judge of a result. It knows the rules from the problem alone and shares nothing with the solver or the timing."""

from collections.abc import Hashable

from .problem import Placement, Problem, Shift, Stop


def faults(problem: Problem, after: dict[Hashable, Placement]) -> list[str]:
    """Return what is wrong with a result, one line each; nothing when it keeps every rule.

    What was already so is no fault: a stop that does not move keeps its hours, two stops that follow one another as
    before, at the hours of before, keep the road between them, and nobody leaves sooner or is back later than today.
    """
    found = [f"stop {key} is lost" for key in problem.now if key not in after]
    found += [f"stop {key} is unknown" for key in after if key not in problem.stop_by_key]
    if found:
        return found
    for key, placement in after.items():
        found += _stop_faults(problem, problem.stop_by_key[key], placement)
    for shift in problem.shifts:
        found += _tour_faults(problem, shift, after)
    return found


def _stop_faults(problem: Problem, stop: Stop, placement: Placement) -> list[str]:
    if placement.shift not in problem.shift_by_key:
        return [f"stop {stop.key} is on an unknown shift"]
    if placement == stop.now:
        return []
    shift = problem.shift_by_key[placement.shift]
    start, end = placement.start, placement.start + stop.minutes
    moved = stop.now is None or stop.now.shift != placement.shift
    found = []
    if stop.time_fixed and start != stop.now.start:
        found.append(f"the hour of stop {stop.key} was promised")
    if stop.worker_fixed and moved:
        found.append(f"the technician of stop {stop.key} was promised")
    if moved and not stop.skills <= shift.skills:
        found.append(f"{shift.worker} does not know what stop {stop.key} needs")
    if not stop.time_fixed and not any(first <= start and end <= last for first, last in stop.windows):
        found.append(f"the client of stop {stop.key} is not there from {start} to {end}")
    fits = [window for window in shift.windows if window[1] - window[0] >= stop.minutes]
    work = fits or [(shift.windows[0][0], shift.windows[-1][1])]
    if not any(first <= start and end <= last for first, last in work):
        found.append(f"{shift.worker} does not work from {start} to {end} (stop {stop.key})")
    return found


def _tour_faults(problem: Problem, shift: Shift, after: dict[Hashable, Placement]) -> list[str]:
    before_tour = _tour(problem.now, shift)
    tour = _tour(after, shift)
    if not tour:
        return []
    still = {key for key in after if after[key] == problem.now.get(key)}
    roads, stops = problem.roads, problem.stop_by_key
    found = []
    for one, other in zip(tour, tour[1:], strict=False):
        free = after[one].start + stops[one].minutes + stops[one].buffer
        if free + roads.way(stops[one].place, stops[other].place)[0] > after[other].start and not {one, other} <= still:
            found.append(f"{shift.worker} cannot be at stop {other} after stop {one}")
    begin, end = shift.windows[0][0] - shift.commute, shift.windows[-1][1] + shift.commute
    leaves, home = _away(problem, shift, tour, after)
    if before_tour:
        today = _away(problem, shift, before_tour, problem.now)
        begin, end = min(begin, today[0]), max(end, today[1])
    if leaves < begin:
        found.append(f"{shift.worker} would leave before work for stop {tour[0]}")
    if home > end:
        found.append(f"{shift.worker} would be back after work from stop {tour[-1]}")
    return found


def _tour(placements: dict[Hashable, Placement], shift: Shift) -> list[Hashable]:
    mine = [key for key, placement in placements.items() if placement.shift == shift.key]
    return sorted(mine, key=lambda key: placements[key].start)


def _away(
    problem: Problem, shift: Shift, tour: list[Hashable], placements: dict[Hashable, Placement]
) -> tuple[int, int]:
    """Minutes at which he leaves his base for the first stop at the latest, and is back from the last one at best."""
    out = [placements[key].start - problem.roads.way(shift.place, problem.stop_by_key[key].place)[0] for key in tour]
    back = [
        placements[key].start
        + problem.stop_by_key[key].minutes
        + problem.roads.way(problem.stop_by_key[key].place, shift.place)[0]
        for key in tour
    ]
    return min(out), max(back)
