/** Shape of what the outbox holds: one change made on the telephone, to be told to the server once. */

export const FORMAT = 1;
/** Of one request: the server takes 200 operations; a signature with its picture may weigh 300 KB. */
export const MOST_OPS = 200;
export const MOST_BYTES = 1_500_000;
/** What has been waiting for so long is worth a word to the technician. */
export const OLD_AFTER = 24 * 3600 * 1000;

/** UTC without milliseconds, as the server reads it. */
export function utc(date) {
    return `${date.toISOString().slice(0, 19)}Z`;
}

/** The key under which changes of one value are joined while nobody has sent them; "" for what is never joined. */
export function slotOf({kind, report, data}) {
    return kind === "report.change" && data.changes.length === 1 ? `${report}|${data.changes[0][0]}` : "";
}

/** A new row of the outbox. */
export function makeOp({uuid, kind, visit, report, data}, now) {
    const op = {
        uuid: uuid || crypto.randomUUID(),
        kind,
        format: FORMAT,
        // With milliseconds: they order two changes of one value.
        at: now.toISOString(),
        visit: visit || null,
        report: report || null,
        data: data || {},
        madeAt: now.getTime(),
        attempted: false,
        tries: 0,
    };
    return {...op, slot: slotOf(op)};
}

/** What the server is sent of a row: always the same text for the same row, whatever version of the application. */
export function wire({uuid, kind, format, at, visit, report, data}) {
    return {uuid, kind, format: format || FORMAT, at, visit: visit || null, report: report || null, data: data || {}};
}

/**
 * The next rows to send, oldest first: not more than `most`, not heavier than MOST_BYTES, none of a report of which an
 * older row has to wait.
 *
 * @param {object[]} ops rows, by age
 * @param {number} now milliseconds
 * @param {number} [most]
 * @returns {object[]}
 */
export function nextBatch(ops, now, most = MOST_OPS) {
    const held = new Set();
    const batch = [];
    let bytes = 0;
    for (const op of ops) {
        const subject = op.report || `visit ${op.visit}`;
        if (held.has(subject)) {
            continue;
        }
        if (op.notBefore > now) {
            held.add(subject);
            continue;
        }
        const weight = JSON.stringify(wire(op)).length;
        if (batch.length && (batch.length >= most || bytes + weight > MOST_BYTES)) {
            break;
        }
        batch.push(op);
        bytes += weight;
    }
    return batch;
}
