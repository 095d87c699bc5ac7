import {useState} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {useOneAtATime} from "@duret_base/hooks/one_at_a_time/one_at_a_time";

/**
 * What every screen of the exchange does besides showing: ask the server, one click at a time, and open what it names.
 *
 * @returns {Object} `orm`, `action`, `clicks`, `openRecord(model, id)`
 */
export function useExchange() {
    const action = useService("action");
    return {
        orm: useService("orm"),
        action,
        clicks: useOneAtATime(),
        openRecord(model, id) {
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
            });
        },
    };
}

/**
 * Decisions of a person on a screen: counted, and taken back one after the other, with a button or with Z.
 *
 * @param {Object} exchange of `useExchange`
 * @param {Object} options
 * @param {String} options.model whose `action_undo` takes rows back
 * @param {Function} options.mayDecide whether this person may
 * @param {Function} options.shown (ids) shows again what was taken back
 * @returns {Object} `count`, `mayUndo`, `keep(ids, count)`, `undo()`
 */
export function useDecisions({orm, clicks}, {model, mayDecide, shown}) {
    const past = useState([]);
    const decisions = {
        get count() {
            return past.reduce((sum, one) => sum + one.count, 0);
        },
        get mayUndo() {
            return past.length > 0;
        },
        keep(ids, count = ids.length) {
            past.push({ids, count});
        },
        undo() {
            return clicks.run(async () => {
                const {ids} = past.at(-1);
                await orm.call(model, "action_undo", [[...ids]]);
                past.pop();
                await shown(ids);
            });
        },
    };
    useHotkey("z", () => decisions.undo(), {isAvailable: () => mayDecide() && decisions.mayUndo});
    return decisions;
}
