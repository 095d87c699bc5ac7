import {MOST_BODY, nextBody} from "./frames";
import {ServerError, upload} from "./http";
import {strict} from "../db/database";
import {waitAfter} from "./backoff";

const ROUTE = "/intervention/photos";
/** Bytes of a request on the weakest network. */
const LEAST_BODY = 64_000;

/**
 * Send the bytes of the photos, in pieces that are taken up again where they were cut.
 *
 * The telephone forgets the bytes only after the server said that it has all of them; the small picture stays.
 */
export class Uploader {
    constructor(db, user, onChange) {
        Object.assign(this, {db, user, onChange, most: MOST_BODY});
    }

    async _next() {
        const photos = await this.db.getAll("photos");
        const now = Date.now();
        return photos
            .filter(({refused, notBefore}) => !refused && !(notBefore > now))
            .sort((one, other) => one.addedAt - other.addedAt);
    }

    /**
     * Send all of them; raises what `upload` raises.
     *
     * @returns {Promise<number>} requests that were needed
     */
    async run() {
        for (let requests = 0; ; requests++) {
            const photos = await this._next();
            const next = nextBody(photos, this.most);
            if (!next) {
                return requests;
            }
            await this._send(next);
        }
    }

    async _send({body, uuids}) {
        let answer = null;
        try {
            answer = await upload(ROUTE, body, this.user);
        } catch (error) {
            if (error.slow && this.most > LEAST_BODY) {
                // The network is too weak for so much at once: what arrives in time counts.
                this.most = Math.max(LEAST_BODY, Math.ceil(this.most / 2));
                return;
            }
            if (!(error instanceof ServerError)) {
                throw error;
            }
            await this._wait(uuids);
            return;
        }
        const told = new Map(answer.photos.map((one) => [one.photo, one]));
        for (const uuid of uuids) {
            await this._note(uuid, told.get(uuid));
        }
        this.onChange();
    }

    /** The server cannot take this request: leave its photos alone for a while. */
    async _wait(uuids) {
        for (const uuid of uuids) {
            await this._write(uuid, (photo) => ({
                ...photo,
                tries: (photo.tries || 0) + 1,
                notBefore: Date.now() + waitAfter((photo.tries || 0) + 3),
            }));
        }
    }

    async _note(uuid, answer) {
        if (!answer) {
            await this._wait([uuid]);
        } else if (answer.complete) {
            const tx = strict(this.db, ["photos"]);
            await tx.store.delete(uuid);
            await tx.done;
        } else if (answer.code && !answer.retry) {
            await this._write(uuid, (photo) => ({...photo, refused: {code: answer.code, message: answer.message}}));
        } else {
            await this._progress(uuid, answer.received);
        }
    }

    async _progress(uuid, received) {
        await this._write(uuid, (photo) => {
            // The server may have lost a piece: go back where it says. No step forward is not worth a hurry.
            const stuck = received <= photo.received;
            const notBefore = stuck ? Date.now() + waitAfter((photo.tries || 0) + 1) : 0;
            return {...photo, received, tries: stuck ? (photo.tries || 0) + 1 : 0, notBefore};
        });
    }

    async _write(uuid, change) {
        const tx = strict(this.db, ["photos"]);
        const photo = await tx.store.get(uuid);
        if (photo) {
            await tx.store.put(change(photo));
        }
        await tx.done;
    }
}
