/** Which key does what among the times shown; nothing here knows the screen. */

const FORWARD = ["ArrowDown", "ArrowRight"];
const BACK = ["ArrowUp", "ArrowLeft"];
const OTHERS = ["a", "A", "+"];

/**
 * What a key means.
 *
 * @param {{key: string, ctrlKey: Boolean, altKey: Boolean, metaKey: Boolean}} ev
 * @param {number} selected rank of the time that is chosen
 * @param {number} count number of times shown
 * @returns {{select: number}|{book: true}|{others: true}|null}
 */
export function readKey(ev, selected, count) {
    if (ev.ctrlKey || ev.altKey || ev.metaKey) {
        return null;
    }
    if (ev.key === "Enter") {
        return count ? {book: true} : null;
    }
    if (OTHERS.includes(ev.key)) {
        return {others: true};
    }
    if (!count) {
        return null;
    }
    if (FORWARD.includes(ev.key)) {
        return {select: (selected + 1) % count};
    }
    if (BACK.includes(ev.key)) {
        return {select: (selected - 1 + count) % count};
    }
    const rank = Number.parseInt(ev.key, 10);
    return /^[1-9]$/.test(ev.key) && rank <= count ? {select: rank - 1} : null;
}

/**
 * The same times under their days; their order stays, so that keys go from one to the next on the screen.
 *
 * @param {Object[]} slots
 * @returns {{day: string, slots: Object[]}[]} each slot with its rank
 */
export function byDay(slots) {
    const days = [];
    slots.forEach((slot, rank) => {
        if (!days.length || days.at(-1).day !== slot.day) {
            days.push({day: slot.day, slots: []});
        }
        days.at(-1).slots.push({...slot, rank});
    });
    return days;
}
