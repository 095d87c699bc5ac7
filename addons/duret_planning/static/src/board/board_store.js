import {byTechnician, crewAfterDrop, isSameCrew, isWithin, mayDrop} from "./board_rules";
import {dayAxis, dress, period, toServer, touches} from "./board_time";
import {Reactive} from "@web/core/utils/reactive";
import {markRaw} from "@odoo/owl";

const MODEL = "duret.planning.board";
const NO_FILTER = {team: 0, zone: "", skill: 0};

/**
 * What the board shows, and what is done to it. Screens read its fields; every change goes through the server, whose
 * answer is what is shown.
 */
export class BoardStore extends Reactive {
    /**
     * @param {Object} orm the orm service
     * @param {{day: DateTime, mode: string, filters: Object}} start
     */
    constructor(orm, {day, mode, filters}) {
        super();
        this.orm = markRaw({service: orm});
        this.mode = mode;
        this.day = markRaw(day);
        this.filters = {...NO_FILTER, ...filters};
        /** Raised each time the rows change: screens that keep things by hand look at it. */
        this.version = 0;
        /** Raised each time the person looks somewhere else: another period, other filters. */
        this.looks = 0;
        this.technicians = markRaw([]);
        this.days = markRaw([]);
        this.hours = markRaw({from: 0, to: 0});
        this.rows = markRaw({});
        this.visits = markRaw(new Map());
        this.waiting = markRaw({rows: [], count: 0});
        this.holds = markRaw([]);
        this.holidays = markRaw([]);
        this.choices = markRaw({teams: [], zones: [], skills: []});
        this.rights = markRaw({plan: false, person: 0});
        this.truncated = 0;
        this.busy = 0;
        this.undoable = null;
        this.asked = 0;
    }

    get period() {
        return period(this.day, this.mode);
    }

    /** First and last moment asked from the server. */
    get bounds() {
        const {start, stop} = this.period;
        return [toServer(start), toServer(stop)];
    }

    call(method, args, {silent = false} = {}) {
        const {service} = this.orm;
        return (silent ? service.silent : service).call(MODEL, method, args);
    }

    // -- reading -----------------------------------------------------------------------------------------------------

    /** Read the whole board; an answer that is not the last one asked for is forgotten. */
    async load({silent = false} = {}) {
        const number = ++this.asked;
        const board = await this.call("load", [...this.bounds, this.filters], {silent});
        if (number !== this.asked) {
            return;
        }
        this.technicians = markRaw(board.technicians.map(dressTechnician));
        this.holidays = markRaw(board.holidays.map(dress));
        this.choices = markRaw(board.choices);
        this.rights = markRaw(board.rights);
        this.tiles = markRaw(board.tiles);
        this.truncated = board.truncated;
        this.visits = markRaw(new Map(board.visits.map((visit) => [visit.id, dress(visit)])));
        this.showAround(board);
        this.arrange();
    }

    /** Read what others changed: these visits, what waits and what is held. */
    async refresh(ids) {
        const number = this.asked;
        const news = await this.call("changes", [ids, ...this.bounds, this.filters], {silent: true});
        if (number !== this.asked) {
            return;
        }
        for (const id of ids) {
            this.visits.delete(id);
        }
        for (const visit of news.visits) {
            this.visits.set(visit.id, dress(visit));
        }
        this.showAround(news);
        this.arrange();
    }

    async moreWaiting() {
        const {rows} = this.waiting;
        const more = await this.call("waiting", [this.filters, rows.length]);
        const known = new Set(rows.map((visit) => visit.id));
        this.waiting = markRaw({
            rows: [...rows, ...more.rows.filter((visit) => !known.has(visit.id))],
            count: more.count,
        });
    }

    showAround({waiting, holds}) {
        this.waiting = markRaw(waiting);
        if (holds.length || this.holds.length) {
            this.holds = markRaw(holds.map(dress));
        }
    }

    arrange() {
        const [start, stop] = this.bounds;
        const shown = [...this.visits.values()].filter((visit) => isWithin(visit, start, stop));
        const rows = byTechnician(shown);
        // A row that did not change keeps its identity: only the others are drawn again.
        for (const [id, visits] of Object.entries(rows)) {
            const before = this.rows[id];
            if (before?.length === visits.length && visits.every((visit, index) => visit === before[index])) {
                rows[id] = before;
            }
        }
        this.rows = markRaw(rows);
        this.arrangeTime([...shown, ...this.technicians.flatMap(({work}) => work)]);
        this.version++;
    }

    /** Days and hours shown: a weekend on which nothing happens takes no room in the week. */
    arrangeTime(stretches) {
        const {days: all} = this.period;
        const days = all.filter(
            (day) => this.mode === "day" || day.weekday < 6 || stretches.some((one) => touches(one, day))
        );
        if (String(days) !== String(this.days)) {
            this.days = markRaw(days);
        }
        const hours = dayAxis(stretches, this.day.startOf("day"));
        if (hours.from !== this.hours.from || hours.to !== this.hours.to) {
            this.hours = markRaw(hours);
        }
    }

    find(id) {
        return this.visits.get(id) || this.waiting.rows.find((visit) => visit.id === id);
    }

    // -- going somewhere else ----------------------------------------------------------------------------------------

    goTo(day, mode = this.mode) {
        this.day = markRaw(day);
        this.mode = mode;
        return this.look();
    }

    async look() {
        await this.load();
        this.looks++;
    }

    step(count) {
        return this.goTo(this.day.plus(this.mode === "week" ? {weeks: count} : {days: count}));
    }

    filterBy(values) {
        this.filters = {...this.filters, ...values};
        return this.look();
    }

    // -- moving ------------------------------------------------------------------------------------------------------

    /**
     * Move a visit, or give it to somebody else.
     *
     * @param {Object} visit row of the board
     * @param {{start?: DateTime, day?: DateTime, persons: number[]}} place `day` when the hour is the server's choice
     * @param {Function} ask async (messages) => whether the person accepts what is not usual
     * @returns {Promise<Object>} last answer of the server: {status, messages, visit}
     */
    async move(visit, place, ask) {
        const before = {id: visit.id, start: visit.start, persons: visit.persons};
        const values = {
            start: place.start ? toServer(place.start) : false,
            day: place.day ? place.day.toFormat("yyyy-MM-dd") : false,
            person_ids: place.persons,
        };
        const answer = await this.change("move", [visit.id, values, visit.version], ask);
        if (answer.status === "done") {
            this.undoable = before;
        }
        return answer;
    }

    /** Take a visit out of the planning: it waits again in the list. */
    async unplan(visit, ask) {
        const before = {id: visit.id, start: visit.start, persons: visit.persons};
        const answer = await this.change("unplan", [visit.id, visit.version], ask);
        if (answer.status === "done") {
            this.undoable = before;
        }
        return answer;
    }

    /** Put the visit that was moved last back where it was. */
    async undo(ask) {
        const last = this.undoable;
        const visit = last && this.find(last.id);
        if (!visit) {
            return null;
        }
        this.undoable = null;
        if (!last.start || !last.persons.length) {
            return this.change("unplan", [visit.id, visit.version], ask);
        }
        const values = {start: last.start, day: false, person_ids: last.persons};
        return this.change("move", [visit.id, values, visit.version], ask);
    }

    /** What a technician reports from his own visit; returns the action to open, if there is one. */
    async report(visit, method) {
        const {service} = this.orm;
        const action = await service.call("fsm.order", method, [[visit.id]]);
        await this.refresh([visit.id]);
        return action;
    }

    /** Ask the server, again when the person accepts what is not usual; show its answer. */
    async change(method, args, ask) {
        this.busy = args[0];
        try {
            let answer = await this.call(method, [...args, []]);
            if (answer.status === "confirm" && (await ask(answer.messages))) {
                answer = await this.call(method, [...args, answer.codes]);
            }
            await this.refresh([args[0]]);
            return answer;
        } finally {
            this.busy = 0;
        }
    }

    /** The crew after a drop, or null when this user may not drop there. */
    crewAt(visit, from, to) {
        const crew = crewAfterDrop(visit.persons, from, to);
        return mayDrop(visit, this.rights, crew) ? crew : null;
    }

    /** Whether a drop changes nothing. */
    isSame(visit, {start, day, persons}) {
        const sameTime = start ? visit.start === toServer(start) : !day;
        return sameTime && isSameCrew(visit.persons, persons);
    }
}

function dressTechnician(technician) {
    return {...technician, work: technician.work.map(dress), absences: technician.absences.map(dress)};
}
