import {beginning, heldAt, lengthOf, under} from "./board_drag";
import {clock, momentAt} from "../board_time";
import {_t} from "@web/core/l10n/translation";
import {useDraggable} from "@web/core/utils/draggable";

/**
 * Drag and drop of visits: on the day's clock, on a day of the week, to and from the list of what waits.
 *
 * @param {Board} board the component: `root`, `store`, `state`, `moves`
 * @param {Function} onFree called once nothing is held any more
 */
export function useBoardDrag(board, onFree) {
    const {store, state} = board;
    let held = null;

    function take(element, x, y) {
        const visit = store.find(Number(element.dataset.visit));
        const person = Number(element.dataset.person) || null;
        const spot = under(board.root.el, x, y);
        const day = store.days[0];
        const isOnAxis = store.mode === "day" && person && spot?.person;
        held = {visit, person, minutes: isOnAxis ? heldAt(visit, day, store.hours, spot.share) : 0};
        state.selected = visit.id;
    }

    /** Where the visit would go from here; null where it may not. */
    function target(x, y) {
        const spot = under(board.root.el, x, y);
        if (!spot || !held) {
            return null;
        }
        if (spot.list) {
            return held.person && store.rights.plan ? {list: true} : null;
        }
        const crew = store.crewAt(held.visit, held.person, spot.person);
        if (!crew) {
            return null;
        }
        return store.mode === "week" ? onWeek(spot, crew) : onDay(spot, crew);
    }

    function onDay(spot, persons) {
        const day = store.days[0];
        const minutes = beginning(spot, store.hours, held.minutes);
        const start = momentAt(day, minutes);
        const length = lengthOf(held.visit, day);
        return {person: spot.person, persons, start, minutes, length, label: clock(start)};
    }

    /** A visit keeps its hour; one that has none gets the first that is free. */
    function onWeek(spot, persons) {
        const day = store.days.find((one) => one.toISODate() === spot.day);
        const {begin} = held.visit;
        const start = begin && day.set({hour: begin.hour, minute: begin.minute});
        const label = start ? clock(start) : _t("First free hour");
        return {person: spot.person, persons, day: spot.day, start, onDay: start ? null : day, label};
    }

    async function drop(x, y) {
        const place = target(x, y);
        const {visit} = held;
        if (!place) {
            return;
        }
        if (place.list) {
            await board.moves.unplan(visit);
            return;
        }
        const wanted = {start: place.start, day: place.onDay, persons: place.persons};
        if (!store.isSame(visit, wanted)) {
            await board.moves.move(visit, wanted);
        }
    }

    return useDraggable({
        ref: board.root,
        elements: ".o_duret_chip_movable",
        ignore: ".o_duret_phone *",
        enable: () => !store.busy && !board.env.isSmall,
        edgeScrolling: {speed: 12, threshold: 36, direction: "vertical"},
        tolerance: 6,
        onDragStart: ({element, x, y}) => take(element, x, y),
        onDrag: ({x, y}) => {
            const place = target(x, y);
            state.preview = place && !place.list ? place : null;
            state.listed = Boolean(place?.list);
        },
        onDrop: ({x, y}) => {
            drop(x, y);
        },
        onDragEnd: () => {
            state.preview = null;
            state.listed = false;
            held = null;
            onFree();
        },
    });
}
