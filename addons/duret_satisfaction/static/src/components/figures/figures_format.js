import {_t} from "@web/core/l10n/translation";
import {user} from "@web/core/user";

const {DateTime} = luxon;
const DAY = 24;

/** A number in the user's writing: « 4,6 ». */
export function number(value, digits = 0) {
    const options = {minimumFractionDigits: digits, maximumFractionDigits: digits};
    return new Intl.NumberFormat((user.lang || "fr_FR").replace("_", "-"), options).format(value);
}

/** A score in points, with its sign: « +44 », « −12 »; a dash when there is none. */
export function points(value) {
    if (value === null || value === undefined) {
        return "–";
    }
    return value > 0 ? `+${value}` : String(value).replace("-", "−");
}

/** « 42 % », a dash when there is none. */
export function percent(value) {
    return value === null || value === undefined ? "–" : `${number(value)}\u00a0%`;
}

/** « 4,6 », a dash when there is none. */
export function mark(value) {
    return value === null || value === undefined ? "–" : number(value, 1);
}

/** Hours as people say them: hours up to two days, then days. */
export function delay(hours) {
    if (hours === null || hours === undefined) {
        return "–";
    }
    if (hours < 2 * DAY) {
        return _t("%s h", number(hours));
    }
    return _t("%s days", number(hours / DAY, hours < 10 * DAY && Math.round(hours / DAY) * DAY !== hours ? 1 : 0));
}

export function shortMonth(day) {
    return DateTime.fromISO(day).toFormat("LLL yy");
}

export function longMonth(day) {
    return DateTime.fromISO(day).toFormat("LLLL yyyy");
}

export function longDay(day) {
    return DateTime.fromISO(day).toLocaleString(DateTime.DATE_MED);
}

/** Tone of a score or a mark against what is aimed at; nothing without a sure figure. */
export function tone(verdict) {
    return {reached: "success", missed: "danger"}[verdict] || "plain";
}
