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

/** An amendment starts as a copy of what it corrects; photos stay with the first report. */
function amendedContent(first) {
    const entries = Object.entries(first?.content || {});
    return Object.fromEntries(entries.filter(([path]) => !path.startsWith("photos/")));
}

/** A conflict that the technician settled is not shown any more, and the value he chose is. */
function applySettled(report, {data}) {
    const conflict = report.conflicts.find(({id}) => id === data.conflict);
    if (!conflict) {
        return report;
    }
    const content = withChange(report.content, conflict.path, conflict[data.keep]);
    return {...report, content, conflicts: report.conflicts.filter((one) => one !== conflict)};
}

function signedContent(op) {
    return JSON.parse(op.data.document).content;
}

/**
 * A report after one operation.
 *
 * @param {object|undefined} report
 * @param {object} op
 * @param {object} [first] the report that an amendment corrects
 * @returns {object} a new report; the given one is left as it is
 */
export function applyToReport(report, op, first) {
    const next = {...(report || blankReport(op.report, op.visit))};
    if (op.kind === "report.amend") {
        next.amends = op.data.amends;
        next.content = report ? report.content : amendedContent(first);
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
 * @param {object[]} sections {key, hash, data, goneAt} as the server sent them; a visit that it lists no more says since
 *     when
 * @param {object[]} ops rows of the outbox, by age
 * @returns {{visits: Map, reports: Map, values: object}} visits by id, reports by uuid, the other sections by key
 */
export function lay(sections, ops) {
    const visits = new Map();
    const reports = new Map();
    const values = {};
    for (const {key, data, goneAt} of sections) {
        const [kind, id] = key.split("/");
        if (kind === "visit") {
            visits.set(Number(id), goneAt ? {...data, goneAt} : data);
        } else if (kind === "report") {
            reports.set(id, data);
        } else {
            values[key] = data;
        }
    }
    for (const op of ops) {
        if (op.kind.startsWith("report.")) {
            const first = reports.get(op.data?.amends);
            reports.set(op.report, {...applyToReport(reports.get(op.report), op, first), waiting: true});
        } else if (op.kind === "conflict.settle" && reports.has(op.report)) {
            reports.set(op.report, applySettled(reports.get(op.report), op));
        } else if (op.kind.startsWith("visit.") && visits.has(op.visit)) {
            visits.set(op.visit, {...applyToVisit(visits.get(op.visit), op), waiting: true});
        }
    }
    for (const [uuid, report] of reports) {
        reports.set(uuid, {...report, closed: closed(report)});
    }
    return {visits, reports, values};
}

/** The office's value stands for now: the telephone's is kept by the server, and in the told conflicts. */
function withConflicts(report, {conflicts}) {
    let {content} = report;
    for (const {path, office} of conflicts) {
        content = withChange(content, path, office);
    }
    return {...report, content, conflicts};
}

function takenOverReport(section, op, {state, code, data}, first) {
    let report = section?.data;
    if (op.kind === "conflict.settle") {
        report = report && applySettled(report, op);
    } else if (state === "applied" || code !== "conflict") {
        report = applyToReport(report, op, first);
    }
    if (!report) {
        return undefined;
    }
    if (data?.name) {
        report = {...report, name: data.name};
    }
    if (data?.conflicts) {
        report = withConflicts(report, data);
    }
    return {key: `report/${op.report}`, hash: "", data: report};
}

/**
 * The section to write when the server took an operation over, so that nothing flickers back before the next pull.
 *
 * @param {object|undefined} section stored section of the report or of the visit
 * @param {object} op
 * @param {{state: string, code: string, data: object}} result "applied", or "conflict": taken over too, unless its code
 *     is "conflict": then the office's value stands
 * @param {object} [first] the report that an amendment corrects
 * @returns {object|undefined} its hash is emptied, so that the server sends its own again
 */
export function takenOver(section, op, result, first) {
    if (op.report && (op.kind.startsWith("report.") || op.kind === "conflict.settle")) {
        return takenOverReport(section, op, result, first);
    }
    if (op.kind.startsWith("visit.") && section) {
        return {...section, hash: "", data: applyToVisit(section.data, op)};
    }
    return undefined;
}

/** Key of the section that an operation changes; undefined when it changes none. */
export function sectionOf(op) {
    if (op.report && (op.kind.startsWith("report.") || op.kind === "conflict.settle")) {
        return `report/${op.report}`;
    }
    return op.kind.startsWith("visit.") ? `visit/${op.visit}` : undefined;
}
