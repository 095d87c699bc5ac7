import {_t} from "@web/core/l10n/translation";

/** What was done, in the technician's words, by kind of operation. */
function sentences() {
    return {
        "report.open": _t("Report begun"),
        "report.change": _t("Report filled in"),
        "report.sign": _t("Report closed"),
        "report.amend": _t("Amendment begun"),
        "photo.position": _t("Place of a photo"),
        "visit.set_off": _t("Set off"),
        "visit.arrive": _t("Arrival"),
        "visit.finish": _t("End of the visit"),
        "visit.delay": _t("Delay announced"),
        "visit.assign": _t("Visit assigned"),
        "request.new": _t("Request of the client"),
        "conflict.settle": _t("Choice between two values"),
    };
}

/** Words of an operation's kind; the kind itself when a newer version made it. */
export function opWords(kind) {
    return sentences()[kind] || kind;
}

/**
 * Whether somebody has to read what the server answered; conflicts have a screen of their own.
 *
 * @param {object[]} told rows of answers
 * @returns {""|"refused"|"answered"} what there is to read
 */
export function toRead(told) {
    const unread = told.filter(({read, result}) => !read && result.code !== "conflict");
    if (unread.some(({result}) => result.state === "refused")) {
        return "refused";
    }
    return unread.length ? "answered" : "";
}

/**
 * Answers as they are read: the same sentence about one visit once, however many operations it answers. What was refused
 * stands alone, because it can be sent once more.
 *
 * @param {object[]} told rows of answers, the newest first
 * @returns {object[]} the newest row of each, with `uuids` of all, and `words` of what they answer, in their order
 */
export function gathered(told) {
    const found = new Map();
    for (const row of told) {
        const {uuid, op, result, read} = row;
        const key = result.state === "refused" ? uuid : `${op.visit}|${result.message}|${Boolean(read)}`;
        const {uuids = [], words = [], ...first} = found.get(key) || row;
        const others = words.filter((one) => one !== opWords(op.kind));
        found.set(key, {...first, uuids: [...uuids, uuid], words: [opWords(op.kind), ...others]});
    }
    return [...found.values()];
}

/**
 * What waits, by visit or report, the oldest first.
 *
 * @param {object[]} ops rows of the outbox
 * @returns {{key: string, visit: number|null, words: string, count: number, madeAt: number, tries: number}[]}
 */
export function grouped(ops) {
    const groups = new Map();
    for (const op of ops) {
        const key = `${op.report || op.visit || op.uuid}|${op.kind}`;
        const group = groups.get(key) || {
            key,
            visit: op.visit,
            words: opWords(op.kind),
            count: 0,
            madeAt: op.madeAt,
            tries: 0,
        };
        group.count++;
        group.tries = Math.max(group.tries, op.tries || 0);
        groups.set(key, group);
    }
    return [...groups.values()];
}
