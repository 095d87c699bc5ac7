import {VISIT, showScreen} from "./fake/fake_app";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {DayScreen} from "@duret_intervention/app/screens/day/day";
import {VisitScreen} from "@duret_intervention/app/screens/visit/visit";
import {gathered, toRead} from "@duret_intervention/app/words/ops";
import {lay} from "@duret_intervention/app/sync/overlay";
import {allowTranslations} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const MORNING = "2026-11-21T07:00:00Z";
const NOON = "2026-11-21T11:00:00Z";
const TOMORROW = "2026-11-22T07:00:00Z";
// The office's list was without the visit at nine.
const GONE = Date.parse("2026-11-21T08:00:00Z");

function visit(id, more) {
    return {...VISIT, id, state: "planned", client: {id, name: `Client ${id}`}, start: MORNING, ...more};
}

async function showDay(...visits) {
    return showScreen(DayScreen, {visits, report: {visit: 0}, params: {}});
}

describe("visits that the office took away", () => {
    test("what the server lists no more says since when", () => {
        const sections = [
            {key: "visit/1", hash: "a", data: {id: 1}},
            {key: "visit/2", hash: "b", data: {id: 2}, goneAt: GONE},
        ];
        const {visits} = lay(sections, []);
        expect([visits.get(1).goneAt, visits.get(2).goneAt]).toEqual([undefined, GONE]);
    });

    test("today's is told as such, is not the next one and does not count", async () => {
        await showDay(visit(1, {goneAt: GONE}), visit(2, {start: NOON}), visit(3, {state: "done"}));
        expect("[data-visit='1'] .d_state_gone").toHaveCount(1);
        expect("[data-visit='1'] .d_visit_actions").toHaveCount(0);
        expect("[data-visit='2'] .d_visit_actions").toHaveCount(1);
        expect(".d_steps_name").toHaveText("Client 2");
        expect(".d_chip_count").toHaveText("2");
        expect(".d_day_head .d_muted").toHaveText(/1 of 2/);
    });

    test("those of the days to come are not shown; they come back when they are given back", async () => {
        await showDay(visit(1), visit(2, {start: TOMORROW, goneAt: GONE}));
        expect(queryAllTexts(".d_chip_count")).toEqual(["1"]);
    });

    test("a visit of a day gone by left by itself", async () => {
        const old = visit(12, {start: "2026-11-18T07:00:00Z", goneAt: GONE});
        await showScreen(VisitScreen, {visit: old, params: {visit: "12"}});
        expect(".notice-warn").toHaveCount(0);
    });

    test("its own screen says what happened; what was begun there can be ended", async () => {
        const gone = visit(12, {goneAt: GONE});
        await showScreen(VisitScreen, {visit: gone, report: {visit: 0}, params: {visit: "12"}});
        expect(".notice-warn").toHaveCount(1);
        expect(".d_steps").toHaveCount(0);
    });

    test("the server lists it still, for the report that was begun there", async () => {
        const kept = visit(12, {gone: true});
        await showScreen(VisitScreen, {visit: kept, params: {visit: "12"}});
        expect(".notice-warn").toHaveCount(1);
        expect("a.d_link").toHaveCount(1);
        expect(".d_steps").toHaveCount(0);
        expect(".d_visit_actions .btn").toHaveCount(1);
    });

    test("he is there already: he can end it", async () => {
        await showScreen(VisitScreen, {visit: visit(12, {goneAt: GONE, state: "on_site"}), params: {visit: "12"}});
        expect(".notice-warn").toHaveCount(1);
        expect("[data-act='visit.finish']").toHaveCount(1);
    });
});

describe("what the server answered", () => {
    function row(uuid, kind, state, message = "A colleague's.", more = {}) {
        return {uuid, op: {kind, visit: 12}, result: {state, message, code: "visit_reassigned"}, ...more};
    }

    test("one sentence about one visit is read once; what was refused stands alone", () => {
        allowTranslations();
        const told = [
            row("e", "report.change", "refused"),
            row("d", "report.change", "conflict"),
            row("c", "report.change", "conflict"),
            row("b", "visit.arrive", "conflict"),
            row("a", "visit.set_off", "conflict", "Another."),
        ];
        const rows = gathered(told);
        expect(rows.map(({uuids}) => uuids)).toEqual([["e"], ["d", "c", "b"], ["a"]]);
        expect(rows[1].words.map(String)).toEqual(["Arrival", "Report filled in"]);
    });

    test("nothing is called refused that was received", () => {
        const received = row("a", "visit.arrive", "conflict");
        expect(toRead([])).toBe("");
        expect(toRead([received])).toBe("answered");
        expect(toRead([received, row("b", "report.change", "refused")])).toBe("refused");
        expect(toRead([row("b", "report.change", "refused", "", {read: true})])).toBe("");
        expect(toRead([{...received, result: {state: "conflict", code: "conflict"}}])).toBe("");
    });
});
