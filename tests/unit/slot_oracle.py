"""The rules of the slot engine, told a second time and as naively as possible, minute by minute and start by start."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytz

PARIS = pytz.timezone("Europe/Paris")
MINUTE = timedelta(minutes=1)
REST, BREAK, PART = 300, 150, 60


def minutes_between(start, stop):
    """Minutes from one datetime to another."""
    return (stop - start) / MINUTE


def shifts(worker):
    """Runs of working intervals without a rest of five hours."""
    runs = []
    for interval in worker.working:
        if runs and minutes_between(runs[-1][-1][1], interval[0]) < REST:
            runs[-1].append(interval)
        else:
            runs.append([interval])
    return runs


def length_at(need, run, start):
    """Minutes from start to end of a visit that starts then, None when the hours do not hold it."""
    stop = start + need.minutes * MINUTE
    if any(begin <= start and stop <= end for begin, end in run):
        return need.minutes
    for (begin, end), (again, close) in pairwise(run):
        pause = minutes_between(end, again)
        before = minutes_between(start, end)
        if begin <= start and PART <= before <= need.minutes - PART and pause <= BREAK:
            stop = start + (need.minutes + pause) * MINUTE
            if need.over_break and stop <= close:
                return int(need.minutes + pause)
    return None


def detour(need, worker, travel, start):
    """(detour, length) of a visit that starts then, None when it cannot be."""
    run = next((run for run in shifts(worker) if run[0][0] <= start <= run[-1][1]), None)
    length = length_at(need, run, start) if run else None
    if length is None:
        return None
    stop = start + length * MINUTE
    free = stop + need.buffer * MINUTE
    busy = [one for one in worker.busy if one.start < one.stop]
    for one in busy:
        if one.start < stop and start < one.stop or stop <= one.start < free:
            return None
    if need.place is None:
        return 0, length
    # of several that end together the last to start, of several that start together the first to end
    known = sorted((b for b in busy if b.place), key=lambda b: (b.start, b.stop))
    left = max((b for b in reversed(known) if b.stop <= start), key=lambda b: b.stop, default=None)
    after = next((b for b in known if b.start >= stop), None)
    if left and not can_drive(worker, travel, left.place, left.stop, need.place, start):
        return None
    if after and not can_drive(worker, travel, need.place, free, after.place, after.start):
        return None
    leaves, returns = run[0][0] - worker.commute * MINUTE, run[-1][1] + worker.commute * MINUTE
    before, then = worker.base, worker.base
    if left and left.stop > run[0][0]:
        before = left.place
    elif worker.base and not can_drive(worker, travel, worker.base, leaves, need.place, start):
        return None
    if after and after.start < run[-1][1]:
        then = after.place
    elif worker.base and not can_drive(worker, travel, need.place, stop, worker.base, returns):
        return None
    added = (travel(before, need.place) if before else 0) + (travel(need.place, then) if then else 0)
    return max(0, added - (travel(before, then) if before and then else 0)), length


def can_drive(worker, travel, origin, leaving, target, arriving):
    """Whether the minutes in which he is not busy elsewhere are enough for the road."""
    return minutes_between(leaving, arriving) - unknown_minutes(worker, leaving, arriving) >= travel(origin, target)


def unknown_minutes(worker, start, stop):
    """Minutes between two moments at which he is busy who knows where."""
    cuts = sorted({start, stop, *(m for b in worker.busy for m in (b.start, b.stop) if start < m < stop)})
    total = 0
    for begin, end in pairwise(cuts):
        if any(b.place is None and b.start <= begin and end <= b.stop for b in worker.busy):
            total += minutes_between(begin, end)
    return total


def round_local(moment, step):
    """Whether the clock on the wall in Paris shows a round time."""
    local = pytz.utc.localize(moment).astimezone(PARIS)
    return (local.hour * 60 + local.minute) % step == 0 and local.second == 0


def oracle(need, workers, travel):
    """{start: (stop, detour)} of every start that can be offered."""
    found = {}
    workers = [replace(worker, busy=[whole(busy) for busy in worker.busy]) for worker in workers]
    moment = need.earliest.replace(second=0, microsecond=0)
    while moment <= need.latest:
        if moment >= need.earliest and round_local(moment, need.step):
            best = best_crew(need, workers, travel, moment)
            if best:
                found[moment] = best
        moment += MINUTE * (5 if need.step % 5 == 0 and moment.minute % 5 == 0 else 1)
    return found


def whole(busy):
    """Taken time in whole minutes, which hold all of it."""
    start = busy.start.replace(second=0, microsecond=0)
    stop = busy.stop + timedelta(seconds=-busy.stop.second % 60)
    return replace(busy, start=start, stop=stop)


def best_crew(need, workers, travel, start):
    """(stop, detour) of the cheapest crew of the shortest visit, None when there is none."""
    by_length = {}
    for worker in workers:
        if not need.skills <= worker.skills or (need.worker_ids is not None and worker.id not in need.worker_ids):
            continue
        one = detour(need, worker, travel, start)
        if one:
            by_length.setdefault(one[1], []).append(one[0])
    for length, detours in sorted(by_length.items()):
        stop = start + length * MINUTE
        inside = need.windows is None or any(begin <= start and stop <= end for begin, end in need.windows)
        if inside and stop <= need.latest and len(detours) >= need.crew:
            return stop, sum(sorted(detours)[: need.crew])
    return None


def week(day):
    """Working hours of a week in Paris, Monday to Friday, naive UTC."""
    hours = []
    for offset in range(7):
        date = day + timedelta(days=offset)
        if date.weekday() < 5:
            hours += [(utc(date, 8), utc(date, 12)), (utc(date, 13, 30), utc(date, 17, 30))]
    return hours


def utc(day, hour, minute=0):
    """Naive UTC of a wall clock time in Paris."""
    local = PARIS.localize(datetime(day.year, day.month, day.day, hour, minute))
    return local.astimezone(pytz.utc).replace(tzinfo=None)
