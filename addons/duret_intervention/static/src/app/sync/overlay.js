/**
 * What the technician sees: what the server sent, with what waits in the outbox laid over it. Pure functions.
 */

const CLOSING = {signed: "signed", absent: "absent", refused: "refused"};
const DAY_STATES = {"visit.set_off": "en_route", "visit.arrive": "on_site", "visit.finish": "done"};

/** A report that the server has not sent yet. */
export function blankReport(uuid, visit, amends = null) {
    return {
        uuid,
        name: "",
        visit,
        state: "draft",
        revision: 0,
        content: {},
        photos_missing: 0,
        conflicts: [],
        amends,
    };
}

/** The content after one change: a null value takes the path away. */
function withChange(content, path, value) {
    const changed = {...content};
    if (value === null || value === undefined) {
        delete changed[path];
    } else {
        changed[path] = value;
    }
    return changed;
}

function signedContent(op) {
    return JSON.parse(op.data.document).content;
}

/**
 * A report after one operation.
 *
 * @param {object|undefined} report
 * @param {object} op
 * @returns {object} a new report; the given one is left as it is
 */
export function applyToReport(report, op) {
    let next = {...(report || blankReport(op.report, op.visit))};
    if (op.kind === "report.amend") {
        next = {...next, amends: op.data.amends};
    } else if (op.kind === "report.change") {
        for (const [path, , value] of op.data.changes) {
            next.content = withChange(next.content, path, value);
        }
    } else if (op.kind === "report.sign") {
        next.state = CLOSING[op.data.outcome] || next.state;
        next.outcome = op.data.outcome;
        next.signed_at = op.at;
        next.content = signedContent(op);
    }
    return next;
}

/** A visit after one operation. */
export function applyToVisit(visit, op) {
    if (op.kind === "visit.delay") {
        return {...visit, late: op.data.minutes};
    }
    const state = DAY_STATES[op.kind];
    return state ? {...visit, state, since: op.at} : visit;
}

/** Of the office's words: the server lists the conflicts that nobody settled. */
function closed(report) {
    return report.state !== "draft";
}

/**
 * Everything that is shown.
 *
 * @param {object[]} sections {key, hash, data} as the server sent them
 * @param {object[]} ops rows of the outbox, by age
 * @returns {{visits: Map, reports: Map, values: object}} visits by id, reports by uuid, the other sections by key
 */
export function lay(sections, ops) {
    const visits = new Map();
    const reports = new Map();
    const values = {};
    for (const {key, data} of sections) {
        const [kind, id] = key.split("/");
        if (kind === "visit") {
            visits.set(Number(id), data);
        } else if (kind === "report") {
            reports.set(id, data);
        } else {
            values[key] = data;
        }
    }
    for (const op of ops) {
        if (op.kind.startsWith("report.")) {
            reports.set(op.report, {...applyToReport(reports.get(op.report), op), waiting: true});
        } else if (op.kind.startsWith("visit.") && visits.has(op.visit)) {
            visits.set(op.visit, {...applyToVisit(visits.get(op.visit), op), waiting: true});
        }
    }
    for (const [uuid, report] of reports) {
        reports.set(uuid, {...report, closed: closed(report)});
    }
    return {visits, reports, values};
}

/**
 * The sections to write when the server took an operation over, so that nothing flickers back before the next pull.
 *
 * @param {object|undefined} section stored section of the report or of the visit
 * @param {object} op
 * @returns {object|undefined} the section to write; its hash is emptied, so that the server sends its own again
 */
export function takenOver(section, op) {
    if (op.kind.startsWith("report.") && op.report) {
        return {key: `report/${op.report}`, hash: "", data: applyToReport(section?.data, op)};
    }
    if (op.kind.startsWith("visit.") && section) {
        return {...section, hash: "", data: applyToVisit(section.data, op)};
    }
    return undefined;
}

/** Key of the section that an operation changes; undefined when it changes none. */
export function sectionOf(op) {
    if (op.kind.startsWith("report.") && op.report) {
        return `report/${op.report}`;
    }
    return op.kind.startsWith("visit.") ? `visit/${op.visit}` : undefined;
}
