import {askedAt, under} from "@duret_intervention/app/report/content";

/**
 * What a report still lacks. Nothing here keeps a client from signing but a report that says nothing; the rest is told.
 *
 * @param {Object} content path → value
 * @param {Object} asked what the type of visit asks, see `askedAt`
 * @param {boolean} [amends] photos stay with the report that is amended
 * @returns {{code: string, section: string, blocks: boolean, what: string}[]} in the order of the screen
 */
export function missingFrom(content, asked, amends = false) {
    const lacks = [];
    const miss = (code, section, blocks = false, what = "") => lacks.push({code, section, blocks, what});
    if (!content.arrived_at) {
        miss("arrival", "times");
    }
    if (!(content.work_done || "").trim()) {
        miss("work", "work", true);
    }
    const unanswered = asked.checks.filter((item) => item.required && !content[`checks/${item.code}`]?.answer);
    if (unanswered.length) {
        miss("checks", "checks", false, String(unanswered.length));
    }
    // Which measures a breakdown needs is the technician's to know: none at all is worth a word.
    if (asked.measures.length && !under(content, "measures").length) {
        miss("measure", "measures");
    }
    const kinds = new Set(under(content, "photos").map((photo) => photo.kind));
    for (const kind of amends ? [] : ["before", "after"]) {
        if (!kinds.has(kind)) {
            miss(`photo_${kind}`, "photos");
        }
    }
    return lacks;
}

/** How far a report is: number of things asked for, and of those done. */
export function progressOf(content, asked, amends = false) {
    const steps =
        (amends ? 2 : 4) + (asked.checks.some((item) => item.required) ? 1 : 0) + (asked.measures.length ? 1 : 0);
    return {done: steps - missingFrom(content, asked, amends).length, steps};
}

/** Shorthand for screens. */
export function missingOf(report, visit, catalogue) {
    return missingFrom(report.content, askedAt(catalogue, visit), Boolean(report.amends));
}
