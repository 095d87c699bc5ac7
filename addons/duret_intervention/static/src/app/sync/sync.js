import {OtherUser, SessionExpired, Unreachable} from "./http";
import {Puller} from "./puller";
import {Sender} from "./sender";
import {Uploader} from "./uploader";
import {waitAfter} from "./backoff";

/** With nothing to send, the day is looked at this often while the application is on the screen. */
const EVERY = 5 * 60_000;
const AFTER_A_CHANGE = 400;
const AFTER_ANOTHER = 5_000;
/** The office is told at least so often that the telephone is well, even with nothing to send. */
const SIGN_OF_LIFE = 3600_000;

/**
 * One look at the server: send, send photos, fetch. The order matters: what is fetched contains what was just sent.
 *
 * @param {{db: object, user: number, outbox: object, clock: object, describe: Function, onChange: Function}} parts
 * @returns {Promise<object>} the server's answer to the pull
 */
export async function exchange({db, user, outbox, clock, describe, onChange}) {
    const sender = new Sender(outbox, clock, describe, user);
    const sent = await sender.run();
    const photos = await new Uploader(db, user, onChange).run();
    const told = (await db.get("values", "announcedAt")) || 0;
    if (sent || photos || Date.now() - told > SIGN_OF_LIFE) {
        await sender.announce();
        await db.put("values", Date.now(), "announcedAt");
    }
    return new Puller(db, user, onChange).run();
}

/**
 * Milliseconds until something that had to wait may be sent again, at most EVERY.
 *
 * @param {object[]} rows of the outbox and photos
 * @param {number} now milliseconds
 */
export function untilDue(rows, now) {
    const moments = rows.filter(({refused, notBefore}) => !refused && notBefore > now).map(({notBefore}) => notBefore);
    return Math.min(EVERY, Math.max(AFTER_A_CHANGE, Math.min(...moments) - now));
}

/** Run a task unless another tab (or the service worker) of the same person is at it already. */
export async function alone(user, task) {
    const name = `duret_intervention_${user}`;
    if (!globalThis.navigator?.locks) {
        return task();
    }
    return navigator.locks.request(name, {ifAvailable: true}, (lock) => (lock ? task() : undefined));
}

/**
 * Decides when the server is called, and keeps what came of it in `state`:
 * "idle", "running", "offline", "expired" (log in again), "other_user", "trouble" (the server has a fault).
 */
export class Sync {
    constructor(parts, onState) {
        Object.assign(this, {parts, onState, failures: 0, state: "idle", lastAt: 0, again: false});
        this.timer = null;
        this.running = null;
    }

    /** Listen to what tells that the network may be back. */
    start() {
        addEventListener("online", () => this.run());
        addEventListener("offline", () => this._set("offline"));
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                this.run();
            }
        });
        return this.run();
    }

    /** Something was put into the outbox: send it soon, together with what is typed in the same moment. */
    poke() {
        if (this.running) {
            this.again = true;
        } else if (this.state === "idle") {
            this._plan(AFTER_A_CHANGE);
        }
    }

    /** Look at the server now; never raises. */
    run() {
        clearTimeout(this.timer);
        this.running ||= this._run().finally(() => {
            this.running = null;
            if (this.again) {
                this.again = false;
                this.poke();
            }
        });
        return this.running;
    }

    async _run() {
        this._set("running");
        try {
            const answer = await alone(this.parts.user, () => exchange(this.parts));
            this.failures = 0;
            if (answer) {
                this.lastAt = Date.now();
                this.parts.onAnswer?.(answer);
            }
            const {db, outbox} = this.parts;
            const rows = [...(await outbox.all()), ...(await db.getAll("photos"))];
            this._set("idle");
            // Another tab is at it, and may have looked into the outbox before the last row was there.
            this._plan(answer ? untilDue(rows, Date.now()) : AFTER_ANOTHER);
        } catch (error) {
            this._failed(error);
        }
    }

    _failed(error) {
        this.failures++;
        this.error = error;
        if (error instanceof SessionExpired) {
            this._set("expired");
        } else if (error instanceof OtherUser) {
            this._set("other_user");
        } else if (error instanceof Unreachable) {
            this._set("offline");
        } else {
            this._set("trouble");
            console.warn(error);
        }
        this._plan(waitAfter(this.failures));
    }

    _plan(wait) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.run(), wait);
    }

    _set(state) {
        this.state = state;
        this.onState(state);
    }
}
