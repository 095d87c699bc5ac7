import {blankReport, lay} from "../sync/overlay";
import {cleanValue} from "../sync/values";
import {reactive} from "@odoo/owl";
import {strict} from "../db/database";

/** Of a photo that is not stored: the telephone is full. The name is the browser's own. */
const FULL = "QuotaExceededError";

/** A closed report does not change any more. */
export class LockedError extends Error {
    name = "LockedError";
}

/**
 * What the screens show, and the few ways to change it. Everything is read once from the telephone's own database and
 * read again after each change; nothing here waits for the network.
 */
export class Store {
    /**
     * @param {IDBPDatabase} db the person's database
     * @param {object} clock
     */
    constructor(db, clock) {
        Object.assign(this, {
            db,
            clock,
            outbox: null,
            me: {},
            catalogue: {types: [], checks: [], measures: [], hours: [], qualities: [], delays: []},
            products: [],
            van: [],
            requests: [],
            streak: {},
            visits: new Map(),
            reports: new Map(),
            conflicts: [],
            told: [],
            refused: [],
            unread: 0,
            ops: [],
            skewMinutes: Math.round(clock.skew / 60_000),
            waiting: 0,
            oldest: null,
            photosWaiting: 0,
            photosRefused: [],
            online: navigator.onLine,
            syncState: "idle",
            lastSync: null,
            full: false,
            loaded: false,
        });
        // Not shown, hence not followed.
        Object.defineProperty(this, "_reading", {value: null, writable: true});
        Object.defineProperty(this, "_opening", {value: new Map()});
        return reactive(this);
    }

    // -- reading

    /** Read everything again; calls in a row are joined. */
    refresh() {
        this._reading ||= Promise.resolve().then(async () => {
            this._reading = null;
            await this._read();
        });
        return this._reading;
    }

    async _read() {
        const tx = this.db.transaction(["sections", "outbox", "told", "values"]);
        const [sections, ops, told, lastSync] = await Promise.all([
            tx.objectStore("sections").getAll(),
            tx.objectStore("outbox").getAll(),
            tx.objectStore("told").getAll(),
            tx.objectStore("values").get("lastSync"),
        ]);
        // Hundreds of photos may wait: only those that somebody has to look at are read.
        const refused = await this.db.getAllFromIndex("photos", "refused");
        const photos = await this.db.count("photos");
        this._show(lay(sections, ops), ops, told);
        this.lastSync = lastSync || null;
        this.photosWaiting = photos - refused.length;
        this.photosRefused = refused.map((photo) => ({uuid: photo.uuid, ...photo.refused}));
        this.loaded = true;
    }

    _show({visits, reports, values}, ops, told) {
        for (const name of ["me", "catalogue", "products", "van", "requests", "streak"]) {
            if (name in values) {
                this[name] = values[name];
            }
        }
        this.visits = visits;
        this.reports = reports;
        this.ops = ops;
        this.waiting = ops.length;
        this.oldest = ops.length ? ops[0].madeAt : null;
        this.told = told.sort((one, other) => other.at - one.at);
        this.refused = told.filter(({result, resent}) => result.state === "refused" && !resent);
        // Conflicts of values have a screen of their own.
        this.unread = told.filter(({read, result}) => !read && result.code !== "conflict").length;
        this.conflicts = [...reports.values()].flatMap((report) =>
            (report.conflicts || []).map((conflict) => ({...conflict, report: report.uuid, visit: report.visit}))
        );
    }

    /** Reports of a visit, the first one first. */
    reportsOf(visit) {
        return [...this.reports.values()].filter((report) => report.visit === visit);
    }

    /**
     * What the technician asked for that has not left yet, or was refused.
     *
     * @param {string} kind of the operation, such as "request.new"
     * @returns {{uuid: string, at: string, data: object, state: "waiting"|"refused", message: string}[]}
     */
    pending(kind) {
        const waiting = this.ops.map((op) => ({...op, state: "waiting", message: ""}));
        const refused = this.refused.map(({op, result}) => ({...op, state: "refused", message: result.message}));
        return [...waiting, ...refused].filter((one) => one.kind === kind);
    }

    // -- reports

    /**
     * The report to write for a visit: the draft that is there, else a new one.
     *
     * @param {number} visit
     * @returns {Promise<string>} its uuid
     */
    async openReport(visit) {
        // Two taps in a row are one.
        if (!this._opening.has(visit)) {
            this._opening.set(
                visit,
                this._openReport(visit).finally(() => this._opening.delete(visit))
            );
        }
        return this._opening.get(visit);
    }

    async _openReport(visit) {
        const draft = this.reportsOf(visit).find(({closed}) => !closed);
        if (draft) {
            return draft.uuid;
        }
        const report = crypto.randomUUID();
        await this._put({kind: "report.open", visit, report});
        return report;
    }

    /** A new report that corrects a closed one; returns its uuid. */
    async amendReport(amends, reason) {
        const report = crypto.randomUUID();
        const {visit} = this.reports.get(amends);
        await this._put({kind: "report.amend", visit, report, data: {amends, reason}});
        return report;
    }

    /**
     * Change one value of a report; the promise is kept once it is on the disk.
     *
     * @param {string} uuid of the report
     * @param {string} path
     * @param value null to take it away
     * @throws {LockedError} when the report is closed: the technician is told at once, and not by the server later
     */
    async change(uuid, path, value) {
        const report = this.reports.get(uuid) || blankReport(uuid, null);
        // What a screen reads is followed: the database keeps plain values only.
        const base = cleanValue(report.content[path] ?? null);
        const next = cleanValue(value);
        if (JSON.stringify(base) === JSON.stringify(next)) {
            return;
        }
        if (report.closed) {
            throw new LockedError(uuid);
        }
        await this._guarded(() => this.outbox.change(uuid, report.visit, path, base, next));
        await this.refresh();
    }

    /**
     * Close a report on this telephone and queue the signed document, in one go.
     *
     * @param {string} uuid of the report
     * @param {object} data {document, sha256, strokes, png, outcome, signer}
     */
    async sign(uuid, data) {
        const {visit} = this.reports.get(uuid);
        await this._put({kind: "report.sign", visit, report: uuid, data});
    }

    /** Put any operation, and show what follows. */
    async _put(op) {
        const row = await this._guarded(() => this.outbox.add(op));
        await this.refresh();
        return row;
    }

    /**
     * Write; when the telephone is full, give up the reserve that was kept for this and write again: a text is small,
     * and must not be lost to photos.
     */
    async _guarded(write) {
        try {
            return await write();
        } catch (error) {
            if (error.name !== FULL) {
                throw error;
            }
            this.full = true;
            await this.db.delete("values", "reserve");
            return write();
        }
    }

    /** Keep some room aside for texts, while there is plenty. */
    async keepReserve() {
        if (await this.db.getKey("values", "reserve")) {
            return;
        }
        try {
            await this.db.put("values", new Blob([new Uint8Array(2_000_000)]), "reserve");
        } catch (error) {
            if (error.name !== FULL) {
                throw error;
            }
            this.full = true;
        }
    }

    // -- photos

    /**
     * Keep a photo's bytes, to be sent when there is a network.
     *
     * @param {string|null} report uuid
     * @param {{uuid: string, blob: Blob, thumb: Blob, sha256: string, size: number, width: number, height: number}} photo
     * @returns {Promise<string>} uuid
     * @throws QuotaExceededError: the telephone is full; nothing was written
     */
    async addPhoto(report, photo) {
        const uuid = photo.uuid || crypto.randomUUID();
        const {blob, thumb, sha256, size, width, height} = photo;
        const row = {uuid, report, blob, sha256, size, width, height, received: 0, addedAt: Date.now()};
        try {
            const tx = strict(this.db, ["photos", "thumbs"]);
            await tx.objectStore("photos").add(row);
            await tx.objectStore("thumbs").put({uuid, blob: thumb || blob, report});
            await tx.done;
        } catch (error) {
            this.full ||= error.name === FULL;
            throw error;
        }
        await this.refresh();
        this.outbox.onChange();
        return uuid;
    }

    /**
     * @param {string} uuid of the photo
     * @param {"thumb"|"full"} kind the whole one is only there until the server has it
     * @returns {Promise<Blob|null>}
     */
    async photoBlob(uuid, kind = "thumb") {
        const row = await this.db.get(kind === "full" ? "photos" : "thumbs", uuid);
        return row?.blob || null;
    }

    /** Send a photo once more, from its first byte, that the server refused. */
    async resendPhoto(uuid) {
        const tx = strict(this.db, ["photos"]);
        const photo = await tx.store.get(uuid);
        if (photo) {
            await tx.store.put({...photo, refused: undefined, received: 0, tries: 0, notBefore: 0});
        }
        await tx.done;
        await this.refresh();
        this.outbox.onChange();
    }

    /** Forget a photo that the technician took by mistake. */
    async dropPhoto(uuid) {
        const tx = strict(this.db, ["photos", "thumbs", "outbox"]);
        await tx.objectStore("photos").delete(uuid);
        await tx.objectStore("thumbs").delete(uuid);
        await this.outbox.forgetPlace(tx.objectStore("outbox"), uuid);
        await tx.done;
        await this.refresh();
    }

    // -- visits

    /** Set off, arrive, finish, or announce a delay: `kind` of the operation, such as "visit.arrive". */
    async tell(visit, kind, data = {}) {
        await this._put({kind, visit, data});
    }

    /** Say which value of a conflict stands: "phone" or "office". */
    async settleConflict(conflict, keep) {
        await this._put({
            kind: "conflict.settle",
            visit: conflict.visit,
            report: conflict.report,
            data: {conflict: conflict.id, keep},
        });
    }

    // -- what is being typed

    /** Text of a form that was not confirmed yet; survives a reload. */
    draft(key) {
        return this.db.get("drafts", key);
    }

    async keepDraft(key, value) {
        await this._guarded(() => (value === null ? this.db.delete("drafts", key) : this.db.put("drafts", value, key)));
    }

    /**
     * Tell the office what the client wants, or what went wrong.
     *
     * @param {number|null} visit
     * @param {object} data {kind, text, partner, photos}
     * @param {string} draft key of the form's draft, which is over
     */
    async sendRequest(visit, data, draft) {
        await this._guarded(() => this.outbox.add({kind: "request.new", visit, report: null, data}, draft));
        await this.refresh();
    }
}
