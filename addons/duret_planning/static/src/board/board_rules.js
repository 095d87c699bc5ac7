/** What can be moved where, and what follows what: rules of the board without screen nor server. */

import {clock, fromServer} from "./board_time";

/**
 * Crew of a visit dragged from one technician's row to another's.
 *
 * @param {number[]} crew technicians of the visit, the leader first
 * @param {number | null} from row it was taken from; null from the list of what waits
 * @param {number} to row it was dropped on
 * @returns {number[]} the crew after the drop
 */
export function crewAfterDrop(crew, from, to) {
    if (crew.includes(to)) {
        return crew;
    }
    if (!from || !crew.includes(from)) {
        return [to, ...crew.slice(1)];
    }
    return crew.map((id) => (id === from ? to : id));
}

/** Whether two crews are the same people in the same order. */
export function isSameCrew(one, other) {
    return one.length === other.length && one.every((id, index) => id === other[index]);
}

/**
 * Where a visit may be dropped by this user; the server checks again.
 *
 * @param {Object} visit row of the board
 * @param {{plan: boolean}} rights
 * @param {number[]} crew crew after the drop
 */
export function mayDrop(visit, rights, crew) {
    return Boolean(visit.editable) && (rights.plan || isSameCrew(visit.persons, crew));
}

/** Visits of each technician by hour: {id of the technician: visits}. */
export function byTechnician(visits) {
    const rows = {};
    for (const visit of [...visits].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id - b.id))) {
        for (const id of visit.persons) {
            (rows[id] ||= []).push(visit);
        }
    }
    return rows;
}

/** Whether a visit stands, even in part, between two moments of the server. */
export function isWithin(visit, start, stop) {
    return Boolean(visit.start && visit.stop) && visit.start < stop && visit.stop > start;
}

/**
 * Way of each technician on one day: from where the day starts, through his visits in order.
 *
 * @param {Object[]} technicians rows of the board
 * @param {Object} rows visits by technician, by hour
 * @param {string} start first moment of the day (server), `stop` excluded
 * @returns {{technician: Object, stops: Object[], line: number[][]}[]} only those who have a visit with a place
 */
export function routes(technicians, rows, start, stop) {
    const ways = [];
    for (const technician of technicians) {
        const visits = (rows[technician.id] || []).filter((visit) => isWithin(visit, start, stop) && hasPlace(visit));
        if (!visits.length) {
            continue;
        }
        const line = visits.map((visit) => [visit.latitude, visit.longitude]);
        if (technician.base) {
            line.unshift(technician.base);
            line.push(technician.base);
        }
        ways.push({technician, stops: visits.map((visit, index) => ({visit, rank: index + 1})), line});
    }
    return ways;
}

/** 0, 0 lies in the Gulf of Guinea: it means that nobody knows. */
export function hasPlace(visit) {
    return Boolean(visit.latitude || visit.longitude);
}

/**
 * The visit an arrow key leads to.
 *
 * @param {{id: number}[]} technicians rows from top to bottom
 * @param {Object} rows visits by technician, by hour
 * @param {{person: number, visit: number} | null} at where the focus is
 * @param {"arrowleft" | "arrowright" | "arrowup" | "arrowdown"} key
 * @returns {{person: number, visit: number} | null} null when there is no visit at all
 */
export function neighbour(technicians, rows, at, key) {
    const filled = technicians.filter(({id}) => rows[id]?.length);
    if (!filled.length) {
        return null;
    }
    const line = filled.findIndex(({id}) => id === at?.person);
    const here = line < 0 ? null : rows[filled[line].id].find((visit) => visit.id === at.visit);
    if (!here) {
        return {person: filled[0].id, visit: rows[filled[0].id][0].id};
    }
    if (key === "arrowleft" || key === "arrowright") {
        return along(filled[line].id, rows[filled[line].id], here, key === "arrowright" ? 1 : -1);
    }
    const next = filled[line + (key === "arrowdown" ? 1 : -1)] || filled[line];
    return {person: next.id, visit: nearest(rows[next.id], here).id};
}

function along(person, visits, here, step) {
    const index = Math.min(Math.max(visits.indexOf(here) + step, 0), visits.length - 1);
    return {person, visit: visits[index].id};
}

function nearest(visits, here) {
    const at = fromServer(here.start).toMillis();
    const distance = (visit) => Math.abs(fromServer(visit.start).toMillis() - at);
    return visits.reduce((best, visit) => (distance(visit) < distance(best) ? visit : best));
}

/** What is said of a visit to who cannot see the board: hours, client, town, kind, state. */
export function spoken(visit) {
    const hours = visit.start ? `${clock(fromServer(visit.start))} – ${clock(fromServer(visit.stop))}` : "";
    return [hours, visit.client, visit.city, visit.type, visit.stage].filter(Boolean).join(", ");
}

/** Minutes as people say them: 45 min, 2 h, 1 h 30. */
export function duration(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (!hours) {
        return `${rest} min`;
    }
    return rest ? `${hours} h ${String(rest).padStart(2, "0")}` : `${hours} h`;
}
