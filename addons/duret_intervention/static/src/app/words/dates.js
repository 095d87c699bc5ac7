/** Dates and hours as the technician says them; all in the company's own time zone. */
const ZONE = "Europe/Paris";

function format(options) {
    return new Intl.DateTimeFormat(document.documentElement.lang || "fr", {timeZone: ZONE, ...options});
}

/** "2026-11-21T08:05:00Z" or a Date → Date. */
export function moment(value) {
    return value instanceof Date ? value : new Date(value);
}

/** « 08:05 » */
export function hour(value) {
    return format({hour: "2-digit", minute: "2-digit"}).format(moment(value));
}

/** « samedi 21 novembre » */
export function longDay(value) {
    return format({weekday: "long", day: "numeric", month: "long"}).format(moment(value));
}

/** « lun. 23 » */
export function shortWeekday(value) {
    return format({weekday: "short", day: "numeric"}).format(moment(value));
}

/** « 21/11/2026 » */
export function shortDay(value) {
    return format({day: "2-digit", month: "2-digit", year: "numeric"}).format(moment(value));
}

/** « 21/11/2026 08:05 » */
export function dayAndHour(value) {
    return `${shortDay(value)} ${hour(value)}`;
}

/** « 2026-11-21 »: the day of a moment in the company's zone, to compare and to sort. */
export function dayKey(value) {
    return new Intl.DateTimeFormat("sv", {timeZone: ZONE}).format(moment(value));
}
