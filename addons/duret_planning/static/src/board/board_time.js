/** Days, hours and places on the axis: wall-clock minutes of the user's zone, so that a DST day has its usual hours. */

const {DateTime} = luxon;

export const DAY_MINUTES = 24 * 60;
/** Minutes between two places where a visit can be dropped. */
export const STEP = 15;
/** Hours shown on a day when nothing asks for more. */
export const USUAL_HOURS = [7, 19];

/** A moment of the server (naive UTC) in the user's zone. */
export function fromServer(text) {
    return DateTime.fromSQL(text, {zone: "utc"}).setZone("default");
}

/** A moment as the server writes it (naive UTC). */
export function toServer(moment) {
    return moment.setZone("utc").toFormat("yyyy-MM-dd HH:mm:ss");
}

/**
 * First and last moment shown, and the days between.
 *
 * @param {DateTime} day any moment of the day or of the week
 * @param {"day" | "week"} mode
 * @returns {{start: DateTime, stop: DateTime, days: DateTime[]}} stop is excluded
 */
export function period(day, mode) {
    const start = mode === "week" ? day.startOf("week") : day.startOf("day");
    const length = mode === "week" ? 7 : 1;
    const days = Array.from({length}, (_, index) => start.plus({days: index}));
    return {start, stop: start.plus({days: length}), days};
}

/** Minutes of the clock between the beginning of `day` and a moment, kept within the day. */
export function minutesOf(moment, day) {
    if (moment < day.startOf("day")) {
        return 0;
    }
    if (!moment.hasSame(day, "day")) {
        return DAY_MINUTES;
    }
    return moment.hour * 60 + moment.minute;
}

/** The moment of a day that many minutes of the clock after midnight. */
export function momentAt(day, minutes) {
    return day.startOf("day").set({hour: Math.floor(minutes / 60), minute: minutes % 60});
}

/** Minutes rounded to the step, kept within a day. */
export function snap(minutes, step = STEP) {
    return Math.min(Math.max(Math.round(minutes / step) * step, 0), DAY_MINUTES - step);
}

/**
 * Hours of the axis: the usual ones, or more when something stands earlier or later.
 *
 * @param {{from: number, to: number}[]} spans what stands on the day, in minutes of the clock
 * @returns {{from: number, to: number}} whole hours, in minutes of the clock
 */
export function axis(spans) {
    const from = Math.min(USUAL_HOURS[0] * 60, ...spans.map((span) => span.from));
    const to = Math.max(USUAL_HOURS[1] * 60, ...spans.map((span) => span.to));
    return {from: Math.floor(from / 60) * 60, to: Math.ceil(to / 60) * 60};
}

/** Where a span stands on the axis, in per cent; null when it is not on it. */
export function place(span, {from, to}) {
    const left = Math.max(span.from, from);
    const right = Math.min(span.to, to);
    if (right <= left) {
        return null;
    }
    const percent = (minutes) => (100 * minutes) / (to - from);
    return {left: percent(left - from), width: percent(right - left)};
}

/** What a list of spans leaves free between two moments of the axis. */
export function gaps(spans, {from, to}) {
    const free = [];
    let reached = from;
    for (const span of [...spans].sort((a, b) => a.from - b.from)) {
        if (span.from > reached) {
            free.push({from: reached, to: Math.min(span.from, to)});
        }
        reached = Math.max(reached, span.to);
    }
    if (reached < to) {
        free.push({from: reached, to});
    }
    return free.filter((span) => span.to > span.from);
}

/**
 * Give each span a lane so that two that overlap do not hide each other.
 *
 * @param {{from: number, to: number}[]} spans
 * @returns {{lanes: number[], count: number}} lane of each span, in their order
 */
export function lanes(spans) {
    const ends = [];
    const order = spans.map((_, index) => index).sort((a, b) => spans[a].from - spans[b].from || a - b);
    const given = new Array(spans.length);
    for (const index of order) {
        const {from, to} = spans[index];
        const found = ends.findIndex((end) => end <= from);
        const lane = found < 0 ? ends.length : found;
        ends[lane] = to;
        given[index] = lane;
    }
    return {lanes: given, count: Math.max(ends.length, 1)};
}

/** « 9:05 » or « 14:30 », as everywhere in the suite. */
export function clock(moment) {
    return moment.toFormat("HH:mm");
}

/** Minutes of the clock that a stretch of time takes on one day. */
export function daySpan({begin, end}, day) {
    return {from: minutesOf(begin, day), to: minutesOf(end, day)};
}

/** Hours that the axis of a day must show so that nothing of these stretches is hidden. */
export function dayAxis(stretches, day) {
    return axis(stretches.map((one) => daySpan(one, day)).filter(({from, to}) => to > from));
}

/** Whether a stretch of time touches a day. */
export function touches({begin, end}, day) {
    return begin < day.plus({days: 1}) && end > day;
}

/** A stretch of time of the server, with moments of the user's zone; without a start it has none. */
export function dress(row) {
    return row.start ? {...row, begin: fromServer(row.start), end: fromServer(row.stop)} : row;
}
