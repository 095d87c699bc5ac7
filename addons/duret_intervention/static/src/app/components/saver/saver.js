import {onMounted, onWillUnmount, reactive, useState} from "@odoo/owl";
import {sayTrouble} from "@duret_intervention/app/report/report_words";

/** Milliseconds without a key pressed that count as a pause. */
export const PAUSE = 700;

/**
 * Keeps what is typed: at each pause the latest value of each path goes to the phone's database. « Saved » is said only when
 * the database has it for good; what could not be kept stays waiting here and is tried again.
 */
export class Saver {
    /** @param {function(string, any): Promise} save resolves when the value is durable */
    constructor(save) {
        this.save = save;
        this.waiting = new Map();
        this.state = reactive({phase: "", trouble: "", edits: 0});
        this.running = null;
    }

    /** Value to show for a path: what is waiting, else what is kept. */
    value(path, kept) {
        return this.waiting.has(path) ? this.waiting.get(path) : kept;
    }

    /** A content with what is waiting over it; drawn again at each edit. */
    over(content) {
        const edits = this.state.edits;
        return edits ? {...content, ...Object.fromEntries(this.waiting)} : content;
    }

    /** Keep at the next pause. */
    later(path, value) {
        this.waiting.set(path, value);
        this.state.phase = "typing";
        // The screen shows what waits: it is drawn again at each key.
        this.state.edits++;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), PAUSE);
    }

    /** Keep at once; true when it is kept. */
    now(path, value) {
        this.waiting.set(path, value);
        this.state.edits++;
        return this.flush();
    }

    /** Keep all that waits; true when nothing waits any more. */
    async flush() {
        clearTimeout(this.timer);
        while (this.running) {
            await this.running;
        }
        if (!this.waiting.size) {
            return true;
        }
        this.running = this.drain();
        try {
            return await this.running;
        } finally {
            this.running = null;
        }
    }

    async drain() {
        this.state.phase = "saving";
        while (this.waiting.size) {
            const [path, value] = this.waiting.entries().next().value;
            try {
                await this.save(path, value);
            } catch (error) {
                Object.assign(this.state, {phase: "failed", trouble: sayTrouble(error)});
                return false;
            }
            if (this.waiting.get(path) === value) {
                this.waiting.delete(path);
            }
        }
        Object.assign(this.state, {phase: "saved", trouble: ""});
        return true;
    }
}

/**
 * A saver for one screen. What waits is kept when the screen closes or the phone turns to something else.
 *
 * @param {function(string, any): Promise} save
 */
export function useSaver(save) {
    const saver = new Saver(save);
    saver.state = useState(saver.state);
    const hidden = () => document.visibilityState === "hidden" && saver.flush();
    const leave = () => saver.flush();
    onMounted(() => {
        document.addEventListener("visibilitychange", hidden);
        window.addEventListener("pagehide", leave);
    });
    onWillUnmount(() => {
        document.removeEventListener("visibilitychange", hidden);
        window.removeEventListener("pagehide", leave);
        saver.flush();
    });
    return saver;
}
