/** What a key means while marks are typed; nothing here knows the screen. */

/**
 * The digit of a key, whatever the keyboard: the upper row of a French one gives digits only with Shift, and its
 * keys are meant as digits here.
 *
 * @param {KeyboardEvent} ev
 * @returns {number|null} null for a key that is no digit, or that goes with Ctrl, Alt or Meta
 */
export function readDigit(ev) {
    if (ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing) {
        return null;
    }
    if (/^[0-9]$/.test(ev.key || "")) {
        return Number(ev.key);
    }
    const row = /^Digit([0-9])$/.exec(ev.code || "");
    return row ? Number(row[1]) : null;
}

/**
 * The mark after one more digit. « 1 » may become « 10 »: it waits for the next key, which needs no clock.
 *
 * @param {number|null} begun mark whose first digit was typed just before, null for a new mark
 * @param {number} digit
 * @param {{min: number, max: number}} scale
 * @returns {{mark: number|null, isOver: boolean, rest: number|null}} mark: null when the digit is not of the scale;
 *     isOver: nothing can be added to it; rest: digit that belongs to the next question
 */
export function typeDigit(begun, digit, {min, max}) {
    if (begun !== null) {
        const longer = begun * 10 + digit;
        return longer <= max ? {mark: longer, isOver: true, rest: null} : {mark: begun, isOver: true, rest: digit};
    }
    if (digit < min || digit > max) {
        return {mark: null, isOver: false, rest: null};
    }
    return {mark: digit, isOver: digit === 0 || digit * 10 > max, rest: null};
}

/**
 * The choice of a key: its number in the list, or the letter that begins it and no other.
 *
 * @param {KeyboardEvent} ev
 * @param {{name: string}[]} choices
 * @returns {number} place in the list, -1 for none
 */
export function choiceOfKey(ev, choices) {
    const digit = readDigit(ev);
    if (digit !== null) {
        return digit >= 1 && digit <= choices.length ? digit - 1 : -1;
    }
    if (ev.ctrlKey || ev.altKey || ev.metaKey || (ev.key || "").length !== 1) {
        return -1;
    }
    const letter = ev.key.toLocaleLowerCase();
    const found = choices.filter((choice) => choice.name.trim().toLocaleLowerCase().startsWith(letter));
    return found.length === 1 ? choices.indexOf(found[0]) : -1;
}
