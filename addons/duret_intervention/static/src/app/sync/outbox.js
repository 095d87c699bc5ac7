import {makeOp, slotOf} from "./op";
import {sectionOf, takenOver} from "./overlay";
import {strict} from "../db/database";

/** Photos announced to the server but not yet sent wait in « photos »; everything else waits here. */
const SETTLED = new Set(["applied", "conflict"]);

/**
 * What the technician did and the server has not confirmed yet, in the order of his work.
 *
 * A row leaves only with the server's answer: taken over, or refused, and then it moves to « told », which nobody
 * empties. Every write is strict: when the promise is kept, the work survives a dead battery.
 */
export class Outbox {
    /**
     * @param {IDBPDatabase} db the person's database
     * @param {{now: () => Date}} clock
     * @param {Function} onChange called after each change of the outbox
     */
    constructor(db, clock, onChange) {
        Object.assign(this, {db, clock, onChange});
    }

    /**
     * Put one operation.
     *
     * @param {{kind: string, visit?: number, report?: string, data?: object, uuid?: string}} wanted
     * @param {string} [draft] key of the draft that it was, gone in the same moment
     * @returns {Promise<object>} the row, once it is on the disk
     */
    async add(wanted, draft = "") {
        const op = makeOp(wanted, this.clock.now());
        const tx = strict(this.db, ["outbox", "drafts"]);
        op.seq = await tx.objectStore("outbox").add(op);
        await tx.objectStore("drafts").delete(draft);
        await tx.done;
        this.onChange();
        return op;
    }

    /**
     * Put the change of one value of a report, joined with an unsent change of the same value.
     *
     * A row that was sent once is never changed again: its answer may be on its way, and the server knows its text.
     *
     * @param {string} report uuid
     * @param {number} visit
     * @param {string} path
     * @param base value before, as the server knows or will know it; null for none
     * @param value new value; null to take it away
     */
    async change(report, visit, path, base, value) {
        const now = this.clock.now();
        const wanted = {kind: "report.change", visit, report, data: {changes: [[path, base, value]]}};
        const tx = strict(this.db, ["outbox"]);
        const earlier = await this._joinable(tx.store, report, slotOf(wanted));
        if (earlier) {
            const [[, first]] = earlier.data.changes;
            earlier.data = {changes: [[path, first, value]]};
            await tx.store.put(earlier);
        } else {
            await tx.store.add(makeOp(wanted, now));
        }
        await tx.done;
        this.onChange();
    }

    async _joinable(store, report, slot) {
        const rows = await store.index("slot").getAll(slot);
        const last = rows.at(-1);
        if (!last || last.attempted) {
            return null;
        }
        // What was signed or amended after it must not see it change.
        const later = await store.index("report").getAll(report);
        return later.some(({seq, kind}) => seq > last.seq && kind !== "report.change") ? null : last;
    }

    /**
     * Forget where a photo was taken that was thrown away, unless it was told: of a photo that never came, nobody could
     * make anything of it.
     *
     * @param {IDBPObjectStore} store of the outbox, in a transaction
     * @param {string} photo uuid
     */
    async forgetPlace(store, photo) {
        for (const {seq, kind, data, attempted} of await store.getAll()) {
            if (kind === "photo.position" && data.photo === photo && !attempted) {
                await store.delete(seq);
            }
        }
    }

    /** Every row, by age. */
    all() {
        return this.db.getAll("outbox");
    }

    /**
     * Remember, before the request leaves, that these rows were sent: from now on they are never changed.
     *
     * @returns {Promise<object[]>} the rows as they are kept: what was typed since they were read is in them
     */
    async markAttempted(ops) {
        const tx = strict(this.db, ["outbox"]);
        const rows = [];
        for (const {seq} of ops) {
            const row = await tx.store.get(seq);
            if (row) {
                rows.push({...row, attempted: true});
                await tx.store.put(rows.at(-1));
            }
        }
        await tx.done;
        return rows;
    }

    /** Leave a row alone until a moment (milliseconds), because the server could not digest it. */
    async hold(op, until) {
        const tx = strict(this.db, ["outbox"]);
        const row = await tx.store.get(op.seq);
        if (row) {
            await tx.store.put({...row, tries: (row.tries || 0) + 1, notBefore: until});
        }
        await tx.done;
        this.onChange();
    }

    /**
     * Take the server's answer to one row in, in one transaction.
     *
     * @param {object} op row
     * @param {{state: string, code: string, message: string, data: object}} result
     */
    async settle(op, result) {
        const tx = strict(this.db, ["outbox", "told", "sections"]);
        const row = await tx.objectStore("outbox").get(op.seq);
        if (row && row.uuid === op.uuid) {
            await tx.objectStore("outbox").delete(op.seq);
            await this._takeOver(tx, row, result);
            if (result.state !== "applied" || result.message) {
                await tx.objectStore("told").put({uuid: row.uuid, op: row, result, at: this.clock.now().getTime()});
            }
        }
        await tx.done;
        this.onChange();
    }

    async _takeOver(tx, row, result) {
        const key = sectionOf(row);
        if (!key || !SETTLED.has(result.state)) {
            return;
        }
        const sections = tx.objectStore("sections");
        const first = row.kind === "report.amend" ? await sections.get(`report/${row.data.amends}`) : undefined;
        const next = takenOver(await sections.get(key), row, result, first?.data);
        if (next) {
            await sections.put(next);
        }
    }

    /** What the server answered that the technician has to know: refusals, conflicts, words. */
    told() {
        return this.db.getAll("told");
    }

    /**
     * Send once more what was refused: the office may have mended what was wrong. It is a new operation, since the old
     * one has its answer; it keeps its time, so that nothing that was written later is replaced by it.
     *
     * @param {string} uuid of the refused operation
     */
    async resend(uuid) {
        const tx = strict(this.db, ["outbox", "told"]);
        const row = await tx.objectStore("told").get(uuid);
        if (row && row.result.state === "refused" && !row.resent) {
            const {kind, visit, report, data, at} = row.op;
            // Nothing is joined with it.
            const op = {...makeOp({kind, visit, report, data}, new Date(at)), slot: ""};
            await tx.objectStore("outbox").add(op);
            await tx.objectStore("told").put({...row, read: true, resent: op.uuid});
        }
        await tx.done;
        this.onChange();
    }

    /** The technician read an answer. It stays on the telephone. */
    async markRead(uuid) {
        const tx = strict(this.db, ["told"]);
        const row = await tx.store.get(uuid);
        if (row) {
            await tx.store.put({...row, read: true});
        }
        await tx.done;
        this.onChange();
    }
}
