import {STEP, clock, minutesOf, momentAt, snap} from "../board_time";
import {lengthOf} from "./board_drag";
import {neighbour} from "../board_rules";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";

const ARROWS = ["arrowleft", "arrowright", "arrowup", "arrowdown"];

/**
 * The board without a mouse: arrows walk from visit to visit, Shift and arrows propose another place, Enter takes it.
 *
 * @param {Board} board the component: `root`, `store`, `state`, `moves`
 */
export function useBoardKeys(board) {
    const {store, state} = board;
    const isFree = () => !board.isElsewhere;

    function focus(at) {
        state.focus = at;
        const place = `[data-person="${at.person}"][data-visit="${at.visit}"]`;
        const chip = board.root.el.querySelector(place);
        chip?.focus();
        chip?.scrollIntoView({block: "nearest", inline: "nearest"});
    }

    function walk(key) {
        drop();
        const at = board.focused || state.focus;
        const next = neighbour(store.technicians, store.rows, at, key);
        if (next) {
            focus(next);
        }
    }

    /** Propose the visit that has the focus a step further; nothing is asked of the server before Enter. */
    function propose(key) {
        const at = state.preview ? state.focus : board.focused;
        const visit = at && store.find(at.visit);
        if (!visit?.editable || store.busy) {
            return;
        }
        state.focus = at;
        const now = state.preview || begin(visit, at.person);
        const next = key === "arrowup" || key === "arrowdown" ? toRow(now, key) : toTime(now, key);
        const persons = store.crewAt(visit, at.person, next.person);
        if (persons) {
            state.preview = {...next, persons, label: clock(next.start)};
        }
    }

    function begin(visit, person) {
        const day = store.mode === "week" ? visit.begin.startOf("day") : store.days[0];
        const minutes = snap(minutesOf(visit.begin, day));
        return {person, minutes, length: lengthOf(visit, day), start: visit.begin, day: day.toISODate()};
    }

    function toRow(place, key) {
        const {technicians} = store;
        const index = technicians.findIndex(({id}) => id === place.person) + (key === "arrowdown" ? 1 : -1);
        const {id} = technicians[Math.min(Math.max(index, 0), technicians.length - 1)];
        return {...place, person: id};
    }

    function toTime(place, key) {
        const sign = key === "arrowright" ? 1 : -1;
        if (store.mode === "week") {
            const start = place.start.plus({days: sign});
            const isShown = store.days.some((day) => day.hasSame(start, "day"));
            return isShown ? {...place, start, day: start.toISODate()} : place;
        }
        const minutes = snap(place.minutes + sign * STEP);
        return {...place, minutes, start: momentAt(store.days[0], minutes)};
    }

    async function take() {
        const {preview, focus: at} = state;
        const visit = store.find(at.visit);
        drop();
        if (!store.isSame(visit, {start: preview.start, persons: preview.persons})) {
            await board.moves.move(visit, {start: preview.start, persons: preview.persons});
        }
        focus({person: preview.person, visit: visit.id});
    }

    function drop() {
        state.preview = null;
    }

    for (const key of ARROWS) {
        useHotkey(key, () => walk(key), {allowRepeat: true, isAvailable: isFree});
        useHotkey(`shift+${key}`, () => propose(key), {allowRepeat: true, isAvailable: isFree});
    }
    const whenProposed = {isAvailable: () => isFree() && Boolean(state.preview), bypassEditableProtection: true};
    useHotkey("enter", take, whenProposed);
    useHotkey("escape", drop, whenProposed);
    for (const [key, act] of [
        ["t", () => board.goToday()],
        ["d", () => board.setMode("day")],
        ["j", () => board.setMode("day")],
        ["s", () => board.setMode("week")],
        ["w", () => board.setMode("week")],
        ["n", () => board.step(1)],
        ["p", () => board.step(-1)],
        ["u", () => board.moves.undo()],
        ["control+z", () => board.moves.undo()],
    ]) {
        useHotkey(key, act, {isAvailable: isFree});
    }
}
