import {advanceTime, animationFrame, mockDate, mockTimeZone} from "@odoo/hoot-mock";
import {
    axis,
    dayAxis,
    dress,
    gaps,
    lanes,
    minutesOf,
    momentAt,
    period,
    place,
    snap,
    toServer,
} from "@duret_planning/board/board_time";
import {byTechnician, crewAfterDrop, duration, mayDrop, neighbour, routes} from "@duret_planning/board/board_rules";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {contains, defineModels, mockService, models, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {press, queryAllTexts, queryFirst, queryOne} from "@odoo/hoot-dom";
import {Board} from "@duret_planning/board/board/board";
import {BoardStore} from "@duret_planning/board/board_store";
import {beginning} from "@duret_planning/board/board/board_drag";
import {browser} from "@web/core/browser/browser";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const {DateTime} = luxon;

class PlanningBoard extends models.Model {
    _name = "duret.planning.board";
}

defineMailModels();
defineModels([PlanningBoard]);
describe.current.tags("desktop");

const at = (text) => DateTime.fromISO(text);

// -- rules without screen --------------------------------------------------------------------------------------------

test("a week begins on Monday and a period ends where the next one begins", () => {
    const {start, stop, days} = period(at("2026-11-25T15:00"), "week");
    expect([start.toISODate(), stop.toISODate(), days.length]).toEqual(["2026-11-23", "2026-11-30", 7]);
    const one = period(at("2026-11-25T15:00"), "day");
    expect([one.start.toISODate(), one.stop.toISODate(), one.days.length]).toEqual(["2026-11-25", "2026-11-26", 1]);
});

test("minutes of the clock: the day the clock changes has its usual hours", () => {
    mockTimeZone("Europe/Paris");
    for (const text of ["2026-03-29", "2026-10-25", "2026-11-25"]) {
        const day = at(text);
        expect(minutesOf(day.set({hour: 9, minute: 30}), day)).toBe(570);
        expect(momentAt(day, 570).toFormat("yyyy-MM-dd HH:mm")).toBe(`${text} 09:30`);
    }
    const day = at("2026-11-25");
    expect(minutesOf(at("2026-11-24T22:00"), day)).toBe(0);
    expect(minutesOf(at("2026-11-26T01:00"), day)).toBe(1440);
});

test("what the server says is shown in the user's zone, and goes back in its own", () => {
    mockTimeZone("Europe/Paris");
    const {begin} = dress({start: "2026-11-23 08:00:00", stop: "2026-11-23 10:00:00"});
    expect(begin.toFormat("HH:mm")).toBe("09:00");
    expect(toServer(begin)).toBe("2026-11-23 08:00:00");
});

test("the axis shows the usual hours, and more when something stands outside", () => {
    expect(axis([])).toEqual({from: 420, to: 1140});
    expect(
        axis([
            {from: 330, to: 400},
            {from: 1000, to: 1215},
        ])
    ).toEqual({from: 300, to: 1260});
    const day = at("2026-11-25");
    expect(dayAxis([{begin: at("2026-11-26T05:00"), end: at("2026-11-26T06:00")}], day)).toEqual({from: 420, to: 1140});
});

test("a span is placed on the axis, cut where it goes beyond, absent when it is elsewhere", () => {
    const hours = {from: 480, to: 1080};
    expect(place({from: 480, to: 780}, hours)).toEqual({left: 0, width: 50});
    expect(place({from: 0, to: 540}, hours)).toEqual({left: 0, width: 10});
    expect(place({from: 0, to: 480}, hours)).toBe(null);
});

test("what is left between spans", () => {
    const hours = {from: 420, to: 1140};
    expect(
        gaps(
            [
                {from: 480, to: 720},
                {from: 810, to: 1050},
            ],
            hours
        )
    ).toEqual([
        {from: 420, to: 480},
        {from: 720, to: 810},
        {from: 1050, to: 1140},
    ]);
    expect(gaps([{from: 0, to: 1440}], hours)).toEqual([]);
    expect(gaps([], hours)).toEqual([hours]);
});

test("two that overlap have two lanes; two that touch have one", () => {
    expect(
        lanes([
            {from: 0, to: 60},
            {from: 30, to: 90},
            {from: 60, to: 120},
        ])
    ).toEqual({lanes: [0, 1, 0], count: 2});
    expect(lanes([])).toEqual({lanes: [], count: 1});
});

test("a drop falls on a quarter of an hour within the day", () => {
    expect(snap(487)).toBe(480);
    expect(snap(488)).toBe(495);
    expect([snap(-20), snap(2000)]).toEqual([0, 1425]);
    expect(beginning({share: 0.5}, {from: 420, to: 1140}, 60)).toBe(720);
});

test("dropped on another row, the technician of the row it came from is replaced", () => {
    expect(crewAfterDrop([1, 2], 1, 3)).toEqual([3, 2]);
    expect(crewAfterDrop([1, 2], 2, 3)).toEqual([1, 3]);
    expect(crewAfterDrop([1, 2], 1, 2)).toEqual([1, 2]);
    expect(crewAfterDrop([], null, 3)).toEqual([3]);
});

test("who does not plan moves in time only", () => {
    const visit = {editable: true, persons: [1]};
    expect(mayDrop(visit, {plan: false}, [1])).toBe(true);
    expect(mayDrop(visit, {plan: false}, [2])).toBe(false);
    expect(mayDrop(visit, {plan: true}, [2])).toBe(true);
    expect(mayDrop({...visit, editable: false}, {plan: true}, [1])).toBe(false);
});

test("arrows walk along a row by hour, and to the nearest hour of the next row that has a visit", () => {
    const visits = [
        {id: 1, persons: [7], start: "2026-11-23 08:00:00"},
        {id: 2, persons: [7], start: "2026-11-23 13:00:00"},
        {id: 3, persons: [9], start: "2026-11-23 09:00:00"},
        {id: 4, persons: [9], start: "2026-11-23 14:00:00"},
    ];
    const rows = byTechnician(visits);
    const people = [{id: 7}, {id: 8}, {id: 9}];
    const walk = (visit, person, key) => neighbour(people, rows, {visit, person}, key);
    expect(walk(1, 7, "arrowright")).toEqual({person: 7, visit: 2});
    expect(walk(2, 7, "arrowright")).toEqual({person: 7, visit: 2});
    expect(walk(2, 7, "arrowdown")).toEqual({person: 9, visit: 4});
    expect(walk(3, 9, "arrowup")).toEqual({person: 7, visit: 1});
    expect(neighbour(people, rows, null, "arrowdown")).toEqual({person: 7, visit: 1});
    expect(neighbour(people, {}, null, "arrowdown")).toBe(null);
});

test("the way of the day begins and ends at the base, by hour, and leaves out what has no place", () => {
    const visits = [
        {id: 1, persons: [7], start: "2026-11-23 13:00:00", stop: "2026-11-23 14:00:00", latitude: 46, longitude: 6},
        {id: 2, persons: [7], start: "2026-11-23 08:00:00", stop: "2026-11-23 09:00:00", latitude: 45, longitude: 6},
        {id: 3, persons: [7], start: "2026-11-23 10:00:00", stop: "2026-11-23 11:00:00", latitude: 0, longitude: 0},
        {id: 4, persons: [7], start: "2026-11-24 10:00:00", stop: "2026-11-24 11:00:00", latitude: 44, longitude: 6},
    ];
    const people = [
        {id: 7, base: [45.9, 6.1]},
        {id: 8, base: false},
    ];
    const [way, ...others] = routes(people, byTechnician(visits), "2026-11-22 23:00:00", "2026-11-23 23:00:00");
    expect(others).toEqual([]);
    expect(way.line).toEqual([
        [45.9, 6.1],
        [45, 6],
        [46, 6],
        [45.9, 6.1],
    ]);
    expect(way.stops.map(({visit, rank}) => [visit.id, rank])).toEqual([
        [2, 1],
        [1, 2],
    ]);
});

test("lengths as people say them", () => {
    expect([45, 60, 90, 485].map(duration)).toEqual(["45 min", "1 h", "1 h 30", "8 h 05"]);
});

// -- the screen ------------------------------------------------------------------------------------------------------

const visit = (id, hour, values = {}) => ({
    id,
    name: `V${id}`,
    start: hour ? `2026-11-23 ${hour}:00` : "",
    stop: hour ? `2026-11-23 ${String(Number(hour.slice(0, 2)) + 2).padStart(2, "0")}${hour.slice(2)}:00` : "",
    minutes: 120,
    persons: hour ? [7] : [],
    client: `Client ${id}`,
    phone: "",
    street: "",
    zip: "74000",
    city: "Annecy",
    latitude: 45.9,
    longitude: 6.12,
    type: "Breakdown",
    ticket: "",
    stage: "Planned",
    state: "planned",
    expected: "",
    answer: "",
    priority: 0,
    confirmed: false,
    editable: true,
    version: `v${id}`,
    ...values,
});
const technician = (id, name) => ({
    id,
    name,
    color: id,
    zone: "",
    van: "",
    skills: [],
    base: false,
    work: [{start: "2026-11-23 08:00:00", stop: "2026-11-23 17:00:00", label: ""}],
    absences: [],
});

let visits = [];
let waiting = [];
let answers = [];
let said = [];
let hear = null;
let rights = {};

const around = () => ({waiting: {rows: waiting, count: waiting.length}, holds: []});

beforeEach(() => {
    mockTimeZone("Africa/Abidjan");
    mockDate("2026-11-23 10:00:00", 0);
    browser.localStorage.clear();
    visits = [visit(1, "09:00"), visit(2, "13:00", {persons: [8]})];
    waiting = [visit(3, "")];
    answers = [];
    said = [];
    rights = {plan: true, person: 0};
    mockService("bus_service", {
        subscribe: (type, callback) => {
            if (type === "duret_planning_board") {
                hear = callback;
            }
        },
        unsubscribe: () => null,
        addChannel: (name) => said.push(`channel ${name}`),
        deleteChannel: () => null,
        start: () => null,
    });
    onRpc("duret.planning.board", "load", () => ({
        technicians: [technician(7, "Luc"), technician(8, "Eve")],
        visits,
        truncated: 0,
        holidays: [],
        choices: {teams: [], zones: [], skills: []},
        rights,
        tiles: {url: "", copyright: ""},
        ...around(),
    }));
    onRpc("duret.planning.board", "changes", ({args}) => ({
        visits: visits.filter(({id}) => args[0].includes(id)),
        ...around(),
    }));
    onRpc("duret.planning.board", "move", ({args}) => {
        said.push(args);
        return answers.shift() || {status: "done", messages: [], codes: [], visit: null};
    });
});

const mountBoard = () =>
    mountWithCleanup(Board, {props: {action: {}, actionId: 1, updateActionState: () => null, className: ""}});

const chip = (id) => `.o_duret_lines .o_duret_chip[data-visit='${id}']`;

test("visits stand in the row of their technician, by the hour", async () => {
    await mountBoard();
    expect(queryAllTexts(".o_duret_technician_name")).toEqual(["Luc", "Eve"]);
    expect(`[data-track='7'] ${chip(1).split(" ")[1]}`).toHaveCount(1);
    expect(`[data-track='8'] ${chip(2).split(" ")[1]}`).toHaveCount(1);
    expect(queryOne(chip(1)).style.left).toMatch(/^16\.66/);
    expect(".o_duret_waiting .o_duret_chip").toHaveCount(1);
    expect(".o_duret_present").toHaveCount(1);
    expect(".o_duret_pin").toHaveCount(3);
    expect(said).toEqual(["channel duret_planning_board"]);
});

test("dropped on another row: the server is asked with what was seen", async () => {
    await mountBoard();
    await contains(chip(1)).dragAndDrop("[data-track='8']", {position: {x: 1, y: 5}, relative: true});
    await animationFrame();
    const [id, values, version, accepted] = said.at(-1);
    expect([id, values.person_ids, version, accepted]).toEqual([1, [8], "v1", []]);
    expect(values.start).toMatch(/^2026-11-23 \d\d:(00|15|30|45):00$/);
});

test("what is unusual is asked; no leaves everything as it was", async () => {
    answers = [{status: "confirm", messages: ["Outside hours."], codes: ["outside_hours"], visit: null}];
    await mountBoard();
    await contains(chip(1)).dragAndDrop("[data-track='8']");
    await animationFrame();
    expect(".modal .modal-body").toHaveText("Outside hours.");
    await contains(".modal .btn-secondary").click();
    expect(said.length).toBe(2);
});

test("what is unusual is asked; yes says what was agreed to", async () => {
    answers = [{status: "confirm", messages: ["Outside hours."], codes: ["outside_hours"], visit: null}];
    await mountBoard();
    await contains(chip(1)).dragAndDrop("[data-track='8']");
    await animationFrame();
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect(said.at(-1)[3]).toEqual(["outside_hours"]);
});

test("somebody else's visit is not taken in hand", async () => {
    rights = {plan: false, person: 7};
    visits[1].editable = false;
    await mountBoard();
    expect(chip(2)).not.toHaveClass("o_duret_chip_movable");
    await contains(chip(2)).dragAndDrop("[data-track='7']");
    // his own does not change rows either
    await contains(chip(1)).dragAndDrop("[data-track='8']");
    expect(said.length).toBe(1);
});

test("a change by somebody else appears", async () => {
    await mountBoard();
    visits[0] = visit(1, "15:00", {version: "v1b"});
    hear({ids: [1], scope: "visits"});
    await advanceTime(500);
    await animationFrame();
    expect(queryFirst(chip(1)).textContent).toMatch(/15:00/);
});

test("Shift and arrows propose, Enter takes", async () => {
    await mountBoard();
    await contains(chip(1)).focus();
    await press(["shift", "arrowright"]);
    await press(["shift", "arrowdown"]);
    await animationFrame();
    expect("[data-track='8'] .o_duret_ghost").toHaveText("09:15");
    expect(said.length).toBe(1);
    await press("enter");
    await animationFrame();
    expect(said.at(-1)[1]).toEqual({start: "2026-11-23 09:15:00", day: false, person_ids: [8]});
});

test("Escape gives a proposal up", async () => {
    await mountBoard();
    await contains(chip(1)).focus();
    await press(["shift", "arrowright"]);
    await press("escape");
    await animationFrame();
    expect(".o_duret_ghost").toHaveCount(0);
    expect(said.length).toBe(1);
});

test("the week has a column a day; a day off at its end takes no room", async () => {
    await mountBoard();
    await contains(".o_duret_mode_week").click();
    await animationFrame();
    expect(".o_duret_day_head").toHaveCount(5);
    expect(".o_duret_cell[data-track='7'][data-day='2026-11-23'] .o_duret_chip").toHaveCount(1);
});

test("the last move is undone by one key, where it was", async () => {
    const orm = {
        call: async (_model, method, args) => {
            said.push([method, args]);
            return method === "changes" ? {visits: [visit(1, "10:00")], ...around()} : {status: "done", messages: []};
        },
    };
    orm.silent = orm;
    const store = new BoardStore(orm, {day: at("2026-11-23"), mode: "day", filters: {}});
    await store.move(visit(1, "09:00"), {start: at("2026-11-23T10:00"), persons: [7]}, async () => true);
    await store.undo(async () => true);
    const moves = said.filter(([method]) => method === "move").map(([, args]) => args[1].start);
    expect(moves).toEqual(["2026-11-23 10:00:00", "2026-11-23 09:00:00"]);
    expect(store.undoable).toBe(null);
});

test("an answer that is late does not replace a newer one", async () => {
    const waits = [];
    const orm = {call: (_model, _method, args) => new Promise((resolve) => waits.push([args[0], resolve]))};
    const store = new BoardStore(orm, {day: at("2026-11-23"), mode: "day", filters: {}});
    const board = (name) => ({
        technicians: [technician(1, name)],
        visits: [],
        holidays: [],
        choices: {},
        rights,
        tiles: {url: ""},
        ...around(),
    });
    const first = store.load();
    const second = store.goTo(at("2026-11-24"));
    waits[1][1](board("second"));
    waits[0][1](board("first"));
    await Promise.all([first, second]);
    expect(store.technicians[0].name).toBe("second");
});
