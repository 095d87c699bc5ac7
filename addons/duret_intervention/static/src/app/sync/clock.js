/** A telephone's clock may be wrong by minutes or by years; this much is worth a word. */
export const NOTABLE_SKEW = 5 * 60_000;

/** The telephone's clock, and by how much the server's differs from it. */
export class Clock {
    /** @param {number} [skew] milliseconds to add to the telephone's time, as known from before */
    constructor(skew = 0, onSkew = null) {
        Object.assign(this, {skew, onSkew});
    }

    /** The telephone's own time. */
    now() {
        return new Date();
    }

    /** The time by the server's clock, as far as it is known. */
    corrected() {
        return new Date(Date.now() + (this.isWrong ? this.skew : 0));
    }

    get isWrong() {
        return Math.abs(this.skew) >= NOTABLE_SKEW;
    }

    /** Learn from the server's time, UTC text. */
    compare(serverNow) {
        if (!serverNow) {
            return;
        }
        this.skew = Date.parse(serverNow) - Date.now();
        this.onSkew?.(this.skew);
    }
}
