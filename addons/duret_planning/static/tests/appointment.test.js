import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {byDay, readKey} from "@duret_planning/appointment/slot_keys";
import {
    contains,
    defineModels,
    getService,
    makeServerError,
    mockService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {press, queryAll, queryOne} from "@odoo/hoot-dom";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Desk extends models.Model {
    _name = "duret.booking.desk";
}

defineModels([Desk]);
defineMailModels();

function slot(rank, day = "lundi 23 novembre") {
    return {
        start: `2026-11-23 0${rank}:00:00`,
        person_ids: [rank],
        names: `Technician ${rank}`,
        detour: rank,
        day,
        from: `${rank} h`,
        hours: `${rank} h – ${rank + 1} h`,
    };
}

const THREE = {slots: [slot(1), slot(2), slot(3)], why: "", place: "found", place_text: ""};
const GIVEN = {
    opened: "2026-11-20 10:00:00",
    client: {id: 7, name: "Aline Perrissin", phone: ""},
    ticket: {id: 3, number: "T-00003", name: "Panne"},
    call_id: false,
    visit: false,
    sites: [{id: 5, address: "3 rue du Lac, 74000 Annecy"}],
    address: {street: "", zip: "", city: ""},
    types: [
        {id: 1, name: "Dépannage", minutes: 90},
        {id: 2, name: "Entretien", minutes: 60},
    ],
    technicians: [{id: 9, name: "Luc"}],
    query: {type_id: 1, site_id: 5, partner_id: 7, visit_id: false},
    ...THREE,
};
const BOOKED = {visit_id: 11, name: "V-11", when: "lundi 23 novembre, 1 h – 2 h", names: "Luc", told: ["mail"]};

/**
 * Opens the form over a server that gives these answers.
 *
 * @param {Object} answers what a method of the server gives, by its name
 * @returns {Promise<{asked: Object[], booked: Object[]}>} what the server was asked, in order
 */
async function openForm(answers = {}) {
    const sent = {asked: [], booked: []};
    const given = {start: () => GIVEN, slots: () => THREE, book: () => BOOKED, ...answers};
    onRpc("duret.booking.desk", "start", ({args}) => given.start(...args));
    onRpc("duret.booking.desk", "slots", ({args}) => {
        sent.asked.push(args[0]);
        return given.slots(...args);
    });
    onRpc("duret.booking.desk", "book", ({args}) => {
        sent.booked.push(args[0]);
        return given.book(...args);
    });
    mockService("notification", {add: (message, {type}) => expect.step(type)});
    await mountWithCleanup(MainComponentsContainer);
    getService("duret_appointment").open({model: "helpdesk.ticket", res_id: 3});
    await settle();
    return sent;
}

async function settle() {
    for (let round = 0; round < 3; round++) {
        await advanceTime(300);
        await animationFrame();
    }
}

async function key(name) {
    await press(name);
    await settle();
}

function chosen() {
    return queryAll(".o_duret_slot[aria-checked=true]").map((el) => Number(el.dataset.rank));
}

test("keys: arrows turn round, figures choose, Enter books, others are left alone", () => {
    expect(readKey({key: "ArrowDown"}, 2, 3)).toEqual({select: 0});
    expect(readKey({key: "ArrowUp"}, 0, 3)).toEqual({select: 2});
    expect(readKey({key: "2"}, 0, 3)).toEqual({select: 1});
    expect(readKey({key: "4"}, 0, 3)).toBe(null);
    expect(readKey({key: "Enter"}, 0, 3)).toEqual({book: true});
    expect(readKey({key: "Enter"}, 0, 0)).toBe(null);
    expect(readKey({key: "a"}, 0, 0)).toEqual({others: true});
    expect(readKey({key: "Enter", ctrlKey: true}, 0, 3)).toBe(null);
    expect(readKey({key: "z"}, 0, 3)).toBe(null);
});

test("times stand under their days and keep their order", () => {
    const days = byDay([slot(1, "lundi"), slot(2, "lundi"), slot(3, "mardi"), slot(4, "lundi")]);
    expect(days.map(({day}) => day)).toEqual(["lundi", "mardi", "lundi"]);
    expect(days.flatMap(({slots}) => slots.map(({rank}) => rank))).toEqual([0, 1, 2, 3]);
});

test("the three best times are there, the first is chosen, Enter books it", async () => {
    const sent = await openForm();
    expect(".o_duret_slot").toHaveCount(3);
    expect(chosen()).toEqual([0]);
    expect(document.activeElement).toBe(queryOne(".o_duret_slot[data-rank='0']"));
    await key("Enter");
    expect(sent.booked).toHaveLength(1);
    expect(sent.booked[0].start).toBe("2026-11-23 01:00:00");
    expect(sent.booked[0].ticket_id).toBe(3);
    expect.verifySteps(["success"]);
    expect(".o_duret_appointment").toHaveCount(0);
});

test("arrows and figures choose another one", async () => {
    const sent = await openForm();
    await key("ArrowDown");
    expect(chosen()).toEqual([1]);
    await key("3");
    expect(chosen()).toEqual([2]);
    await key("Enter");
    expect(sent.booked[0].person_ids).toEqual([3]);
    expect.verifySteps(["success"]);
});

test("somebody was faster: it is said, and the next three are there at once", async () => {
    let isTaken = true;
    const next = {...THREE, slots: [slot(4), slot(5), slot(6)]};
    const sent = await openForm({
        book: () => {
            const answer = isTaken ? {taken: "Ce créneau vient d'être pris"} : BOOKED;
            isTaken = false;
            return answer;
        },
        slots: () => next,
    });
    await key("Enter");
    expect(".o_duret_appointment [name=taken]").toHaveCount(1);
    expect(queryAll(".o_duret_slot").map((el) => el.textContent.includes("Technician 4"))).toEqual([
        true,
        false,
        false,
    ]);
    await key("Enter");
    expect(sent.booked.map(({start}) => start)).toEqual(["2026-11-23 01:00:00", "2026-11-23 04:00:00"]);
    expect(sent.booked[0].key).toBe(sent.booked[1].key);
    expect.verifySteps(["success"]);
});

test("one key shows other times with their filters", async () => {
    const sent = await openForm();
    await key("a");
    expect(sent.asked[0].more).toBe(true);
    expect(".o_duret_filters").toHaveCount(1);
    await contains(".o_duret_filters select[name=person]").select("9");
    await settle();
    expect(sent.asked[1].person_id).toBe(9);
    await contains(".o_duret_filters button[name=morning]").click();
    await settle();
    expect(sent.asked[2].part).toBe("morning");
    // An empty date field cannot be edited by the test tools: it is filled as a date picker does.
    const day = queryOne(".o_duret_filters input[name=day]");
    day.value = "2026-11-24";
    day.dispatchEvent(new Event("change", {bubbles: true}));
    await settle();
    expect(sent.asked.at(-1).day).toBe("2026-11-24");
    expect(sent.asked.at(-1).person_id).toBe(9);
});

test("letters typed for the technician choose nothing and book nothing", async () => {
    const sent = await openForm();
    await contains("input[name=note]").edit("a2 code 1234", {confirm: "enter"});
    await settle();
    expect(chosen()).toEqual([0]);
    expect(sent.booked).toHaveLength(0);
    expect(sent.asked).toHaveLength(0);
});

test("an address that is missing is asked for, then the times are there", async () => {
    const sent = await openForm({
        start: () => ({...GIVEN, sites: [], query: {...GIVEN.query, site_id: false}, slots: [], place: "missing"}),
    });
    expect(".o_duret_address").toHaveCount(1);
    expect(document.activeElement).toBe(queryOne(".o_duret_address input[name=zip]"));
    await contains(".o_duret_address input[name=zip]").edit("74150", {confirm: false});
    await contains(".o_duret_address input[name=city]").edit("Rumilly", {confirm: "enter"});
    await settle();
    expect(sent.asked[0].address).toEqual({street: "", zip: "74150", city: "Rumilly"});
    expect(".o_duret_slot").toHaveCount(3);
});

test("a client without a place of work is visited at home", async () => {
    await openForm({
        start: () => ({
            ...GIVEN,
            sites: [],
            address: {street: "3 rue du Lac", zip: "74000", city: "Annecy"},
            query: {...GIVEN.query, site_id: false},
        }),
    });
    expect("select[name=site] option:first").toHaveText("3 rue du Lac 74000 Annecy");
    expect(".o_duret_address").toHaveCount(0);
    expect(".o_duret_slot").toHaveCount(3);
});

test("a visit that is moved says when it was planned, and who asks for it", async () => {
    const visit = {id: 4, name: "V-4", when: "lundi 23 novembre, 9 h – 10 h"};
    const sent = await openForm({start: () => ({...GIVEN, visit, ticket: false})});
    expect("select[name=site]").toHaveCount(0);
    await contains("#duret_appointment_by_client").click();
    await contains(".o_duret_slot[data-rank='1']").click();
    await settle();
    await key("Enter");
    expect(sent.booked[0].by_client).toBe(false);
    expect(sent.booked[0].start).toBe("2026-11-23 02:00:00");
    expect.verifySteps(["success"]);
});

test("no time: the reason is said and Enter does nothing", async () => {
    const sent = await openForm({start: () => ({...GIVEN, slots: [], why: "Personne ne travaille"})});
    expect(".o_duret_slots [name=none]").toHaveCount(1);
    await key("Enter");
    expect(sent.booked).toHaveLength(0);
});

test("a refusal is shown and nothing is lost", async () => {
    await openForm({
        book: () => {
            throw makeServerError({type: "UserError", message: "Ce visiteur n'existe plus"});
        },
    });
    await key("Enter");
    expect(".o_duret_appointment [name=error]").toHaveCount(1);
    expect(".o_duret_slot").toHaveCount(3);
});

test("Enter twice is one booking", async () => {
    const sent = await openForm();
    await press("Enter");
    await press("Enter");
    await settle();
    expect(sent.booked).toHaveLength(1);
    expect.verifySteps(["success"]);
});
