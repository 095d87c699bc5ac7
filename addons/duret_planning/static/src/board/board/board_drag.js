import {daySpan, minutesOf, snap} from "../board_time";

/** Reads the page: over which technician, day and minute the pointer is. */

const MINUTES_UNKNOWN = 60;

function contains(rect, x, y) {
    return x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom;
}

/**
 * What is under the pointer.
 *
 * @param {HTMLElement} root the board
 * @param {number} x
 * @param {number} y
 * @returns {{person?: number, day?: string, share?: number, list?: boolean} | null} share: from 0 to 1 along the track
 */
export function under(root, x, y) {
    const list = root.querySelector(".o_duret_waiting");
    if (list && contains(list.getBoundingClientRect(), x, y)) {
        return {list: true};
    }
    const lines = root.querySelector(".o_duret_lines");
    if (!lines || !contains(lines.getBoundingClientRect(), x, y)) {
        return null;
    }
    for (const track of root.querySelectorAll("[data-track]")) {
        const rect = track.getBoundingClientRect();
        if (contains(rect, x, y)) {
            const share = (x - rect.left) / rect.width;
            return {person: Number(track.dataset.track), day: track.dataset.day, share};
        }
    }
    return null;
}

/**
 * Place on the day's axis where a visit held at one point would begin.
 *
 * @param {{share: number}} spot what is under the pointer
 * @param {{from: number, to: number}} hours axis
 * @param {number} held minutes between the beginning of the visit and the point it is held by
 * @returns {number} minutes of the clock, on the step of the board
 */
export function beginning(spot, hours, held) {
    return snap(hours.from + spot.share * (hours.to - hours.from) - held);
}

/** Length of a visit on the axis, in minutes. */
export function lengthOf(visit, day) {
    if (!visit.begin) {
        return visit.minutes || MINUTES_UNKNOWN;
    }
    const {from, to} = daySpan(visit, day);
    return to - from;
}

/** Minutes between the beginning of a visit and the point of the axis it is held by. */
export function heldAt(visit, day, hours, share) {
    const at = hours.from + share * (hours.to - hours.from);
    return at - Math.max(minutesOf(visit.begin, day), 0);
}
