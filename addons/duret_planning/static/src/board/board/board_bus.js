import {onMounted, onWillUnmount} from "@odoo/owl";
import {useBus, useService} from "@web/core/utils/hooks";
import {browser} from "@web/core/browser/browser";

export const CHANNEL = "duret_planning_board";
// Changes come in bursts (a whole day that is optimised): wait for the end of one.
const DEBOUNCE = 400;
// From this many visits on, reading the whole board is shorter than reading them.
const MANY = 80;

/**
 * Keep the board as it is for everybody: what anyone changes appears without reload.
 *
 * @param {BoardStore} store
 * @param {Function} isHeld whether something is being dragged: the screen must not move under the hand
 * @returns {{schedule: Function}} to call once nothing is held any more
 */
export function useBoardBus(store, isHeld) {
    const bus = useService("bus_service");
    const changed = new Set();
    let isAround = false;
    let isWhole = false;
    let timer = null;

    async function catchUp() {
        timer = null;
        if (isHeld()) {
            return;
        }
        const ids = [...changed];
        const all = isWhole || ids.length > MANY;
        changed.clear();
        isAround = isWhole = false;
        await (all ? store.load({silent: true}) : store.refresh(ids));
    }

    function schedule() {
        if (!timer && (changed.size || isAround || isWhole)) {
            timer = browser.setTimeout(catchUp, DEBOUNCE);
        }
    }

    /** What changed: visits, what is around them (held, waiting), or all (absences, or something was missed). */
    function hear({ids = [], scope = "all"} = {}) {
        isWhole ||= scope === "all";
        isAround ||= scope === "around";
        ids.forEach((id) => changed.add(id));
        schedule();
    }

    onMounted(() => {
        bus.subscribe(CHANNEL, hear);
        bus.addChannel(CHANNEL);
    });
    onWillUnmount(() => {
        bus.unsubscribe(CHANNEL, hear);
        bus.deleteChannel(CHANNEL);
        browser.clearTimeout(timer);
    });
    // What was said while the connection was down was not heard.
    useBus(bus, "BUS:RECONNECT", () => hear());
    return {schedule};
}
