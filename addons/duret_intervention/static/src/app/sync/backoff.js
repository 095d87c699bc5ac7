/** How long to wait before the next try. */

export const FIRST_WAIT = 2_000;
export const LONGEST_WAIT = 5 * 60_000;

/**
 * Twice as long after each failure, between half and the whole of it, so that all telephones of a crew that come back
 * from a tunnel do not call in the same second.
 *
 * @param {number} failures in a row, at least 1
 * @param {() => number} [random] between 0 and 1
 * @returns {number} milliseconds
 */
export function waitAfter(failures, random = Math.random) {
    const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 20));
    return Math.round(whole * (0.5 + random() / 2));
}
