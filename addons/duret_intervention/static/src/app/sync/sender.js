import {LONGEST_WAIT, waitAfter} from "./backoff";
import {MOST_OPS, nextBatch, utc, wire} from "./op";
import {ServerError, call} from "./http";

const ROUTE = "/intervention/push";

/**
 * Send what waits in the outbox, batch after batch.
 *
 * A batch that the server cannot digest, or that a weak network does not carry in time, is halved. The one row that
 * troubles the server waits, and with it the later rows of the same report, while everything else goes on.
 */
export class Sender {
    /**
     * @param {Outbox} outbox
     * @param {object} clock
     * @param {() => Promise<object>} describe what the server is told of this telephone
     * @param {number} user
     */
    constructor(outbox, clock, describe, user) {
        Object.assign(this, {outbox, clock, describe, user, most: MOST_OPS});
    }

    /**
     * Send everything that may go now.
     *
     * @returns {Promise<number>} rows answered for good
     * @throws Unreachable, SessionExpired, OtherUser: what was not answered waits
     */
    async run() {
        let settled = 0;
        for (;;) {
            const ops = await this.outbox.all();
            const batch = nextBatch(ops, Date.now(), this.most);
            if (!batch.length) {
                return settled;
            }
            settled += await this._send(batch, ops);
        }
    }

    /** Tell the office what still waits on this telephone, nothing most of the time. */
    async announce() {
        const answer = await call(ROUTE, {device: await this._device(await this.outbox.all()), ops: []}, this.user);
        this.clock.compare(answer.now);
    }

    async _device(ops) {
        const waiting = ops.length + (await this.outbox.db.count("photos"));
        return {...(await this.describe()), now: utc(this.clock.now()), waiting, oldest: ops[0]?.at || null};
    }

    async _send(chosen, ops) {
        // What leaves is what is kept, not what was read before.
        const batch = await this.outbox.markAttempted(chosen);
        const device = await this._device(ops);
        let answer = null;
        try {
            answer = await call(ROUTE, {device, ops: batch.map(wire)}, this.user);
        } catch (error) {
            const heavy = error.slow && batch.length > 1;
            if (!heavy && !(error instanceof ServerError)) {
                throw error;
            }
            await this._divide(batch);
            return 0;
        }
        this.most = Math.min(MOST_OPS, this.most * 2);
        this.clock.compare(answer.now);
        return this._settle(batch, answer.results);
    }

    async _divide(batch) {
        if (batch.length === 1) {
            const [op] = batch;
            await this.outbox.hold(op, Date.now() + waitAfter(op.tries + 5));
            this.most = MOST_OPS;
        } else {
            this.most = Math.ceil(batch.length / 2);
        }
    }

    async _settle(batch, results) {
        const byUuid = new Map(results.map((result) => [result.uuid, result]));
        let settled = 0;
        for (const op of batch) {
            const result = byUuid.get(op.uuid);
            if (result && !result.retry) {
                await this.outbox.settle(op, result);
                settled++;
            } else {
                await this.outbox.hold(op, Date.now() + Math.min(LONGEST_WAIT, waitAfter(op.tries + 2)));
            }
        }
        return settled;
    }
}
