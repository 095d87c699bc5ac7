/** Hours of a report: kept in UTC to the second, shown and corrected in the hour of the company. */

const ZONE = "Europe/Paris";
const PARTS = new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
});

/** @returns {string} "2026-11-21T08:05:00Z" */
export function asUtc(date) {
    return `${date.toISOString().slice(0, 19)}Z`;
}

function partsOf(date) {
    return Object.fromEntries(PARTS.formatToParts(date).map(({type, value}) => [type, value]));
}

/** Minutes by which the hour of the company is ahead of UTC at this moment. */
function ahead(date) {
    const {year, month, day, hour, minute, second} = partsOf(date);
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    return Math.round((wall - Math.floor(date.getTime() / 1000) * 1000) / 60000);
}

/** @returns {string} "09:05" in the hour of the company, as `<input type="time">` takes it; "" for nothing */
export function clockText(utc) {
    if (!utc) {
        return "";
    }
    const {hour, minute} = partsOf(new Date(utc));
    return `${hour}:${minute}`;
}

/** @returns {string} "21/11/2026" in the hour of the company */
export function dayText(utc) {
    const {day, month, year} = partsOf(new Date(utc));
    return `${day}/${month}/${year}`;
}

/**
 * The same day, at another hour.
 *
 * @param {string} utc a moment of the day that is meant
 * @param {string} clock "09:05", hour of the company
 * @returns {string} UTC moment; on the night when an hour comes twice, the second
 */
export function atClock(utc, clock) {
    const {year, month, day} = partsOf(new Date(utc));
    const [hour, minute] = clock.split(":").map(Number);
    const wall = Date.UTC(year, month - 1, day, hour, minute);
    const first = new Date(wall - ahead(new Date(wall)) * 60000);
    return asUtc(new Date(wall - ahead(first) * 60000));
}

/** Whole minutes between two UTC texts; 0 when one is missing or they are the wrong way round. */
export function minutesBetween(from, to) {
    return from && to ? Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60000)) : 0;
}

/** @returns {string} "1 h 05", "45 min" */
export function lengthText(minutes) {
    const hours = Math.floor(minutes / 60);
    return hours ? `${hours} h ${String(minutes % 60).padStart(2, "0")}` : `${minutes} min`;
}
