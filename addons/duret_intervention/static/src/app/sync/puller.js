import {call} from "./http";
import {strict} from "../db/database";

const ROUTE = "/intervention/pull";
/** What left the window of the server stays as long as something about it waits, and a week more. */
const KEEP = 7 * 24 * 3600 * 1000;

/**
 * Fetch what the server knows, section by section; only what changed travels.
 */
export class Puller {
    constructor(db, user, onChange) {
        Object.assign(this, {db, user, onChange});
    }

    /**
     * @returns {Promise<object>} the server's answer: {user, now, app…}
     */
    async run() {
        const have = {};
        for (const {key, hash} of await this.db.getAll("sections")) {
            have[key] = hash;
        }
        const state = (await this.db.get("values", "state")) || null;
        const complete = Object.values(have).every(Boolean);
        const answer = await call(ROUTE, {state: complete ? state : null, have}, this.user);
        if (!answer.unchanged) {
            await this._write(answer);
            this.onChange();
        }
        return answer;
    }

    async _write({sections, keys, state}) {
        const ops = await this.db.getAll("outbox");
        const busy = new Set(ops.flatMap(({report, visit}) => [`report/${report}`, `visit/${visit}`]));
        const tx = strict(this.db, ["sections", "values"]);
        const store = tx.objectStore("sections");
        for (const [key, {hash, data}] of Object.entries(sections)) {
            await store.put({key, hash, data});
        }
        const known = new Set(keys);
        for (const section of await store.getAll()) {
            await this._forget(store, section, known.has(section.key), busy.has(section.key));
        }
        await tx.objectStore("values").put(state, "state");
        await tx.done;
    }

    async _forget(store, section, known, busy) {
        if (known || busy) {
            if (section.goneAt) {
                await store.put({...section, goneAt: undefined});
            }
        } else if (!section.goneAt) {
            await store.put({...section, goneAt: Date.now()});
        } else if (Date.now() - section.goneAt > KEEP) {
            await store.delete(section.key);
        }
    }
}
