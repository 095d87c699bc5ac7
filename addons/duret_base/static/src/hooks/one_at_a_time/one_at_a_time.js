import {useState} from "@odoo/owl";

/**
 * One thing at a time: while the server works on a click, a second one does nothing.
 *
 * @returns {Object} `busy`, which templates may read; `run(work)`, which runs an asynchronous function unless one is
 *     running already, and says whether it did. What the function throws is thrown, and the next click is taken.
 */
export function useOneAtATime() {
    const state = useState({busy: false});
    return {
        get busy() {
            return state.busy;
        },
        async run(work) {
            if (state.busy) {
                return false;
            }
            state.busy = true;
            try {
                await work();
            } finally {
                state.busy = false;
            }
            return true;
        },
    };
}
