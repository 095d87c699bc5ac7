import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {mountWithCleanup, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {Component, EventBus, xml} from "@odoo/owl";
import {Reminders} from "@duret_relance/services/reminder/reminder_service";
import {browser} from "@web/core/browser/browser";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {registry} from "@web/core/registry";

defineMailModels();
describe.current.tags("desktop");

const ROW = {
    id: 7,
    deadline: "2026-11-23 15:00:00",
    title: "Rappeler",
    who: "Odile Favre",
    phone: "+33450123456",
    phone_shown: "04 50 12 34 56",
    note: "Devis prêt",
    about: "T-00012",
    res_model: "helpdesk.ticket",
    res_id: 12,
};

let rows = [];
let serverNow = "";
let calls = [];

/** A tab whose server holds `rows`. */
function makeTab() {
    const bus = new EventBus();
    bus.listeners = [];
    bus.subscribe = (type, callback) => bus.listeners.push([type, callback]);
    bus.start = () => null;
    const orm = {
        call: async (model, method, args) => {
            calls.push([method, ...args]);
            return method === "duret_pending_reminders" ? {now: serverNow, reminders: rows} : null;
        },
    };
    orm.silent = orm;
    const tab = new Reminders({orm, bus, multiTab: {isOnMainTab: async () => true}});
    tab.hear = (payload) => bus.listeners.forEach(([, callback]) => callback(payload));
    return tab;
}

const dueIds = (tab) => tab.state.due.map((row) => row.id);

beforeEach(() => {
    mockDate("2026-11-23 14:59:00", 0);
    serverNow = "2026-11-23 14:59:00";
    rows = [ROW];
    calls = [];
    browser.localStorage.clear();
});

test("a coming reminder appears by the tab's own clock", async () => {
    const tab = makeTab();
    await tab.start();
    expect(dueIds(tab)).toEqual([]);
    await advanceTime(59 * 1000);
    expect(dueIds(tab)).toEqual([]);
    await advanceTime(2 * 1000);
    expect(dueIds(tab)).toEqual([7]);
    expect(calls).toEqual([["duret_pending_reminders"]], {message: "without asking the server again"});
});

test("a tab whose clock is wrong follows the server's", async () => {
    serverNow = "2026-11-23 15:10:00";
    const tab = makeTab();
    await tab.start();
    expect(dueIds(tab)).toEqual([7]);
});

test("what cannot wait is shown before its time, in a tab that opens later too", async () => {
    rows = [{...ROW, deadline: "2026-11-26 15:00:00", at_once: true}];
    const tab = makeTab();
    await tab.start();
    expect(dueIds(tab)).toEqual([7]);
    tab.hear({changed: [{...rows[0], at_once: false}]});
    expect(dueIds(tab)).toEqual([], {message: "put off, it waits like the others"});
    tab.hear({changed: [rows[0]]});
    tab.hear({removed: [7]});
    expect(dueIds(tab)).toEqual([], {message: "dealt with in another tab"});
});

test("the server's job is enough, and what is dealt with elsewhere goes", async () => {
    rows = [];
    const tab = makeTab();
    await tab.start();
    tab.hear({changed: [{...ROW, deadline: "2026-11-23 15:30:00"}], due: true});
    expect(dueIds(tab)).toEqual([7]);
    tab.hear({removed: [7]});
    expect(dueIds(tab)).toEqual([]);
});

test("a postponed reminder goes and comes back", async () => {
    serverNow = "2026-11-23 15:00:00";
    const tab = makeTab();
    await tab.start();
    expect(dueIds(tab)).toEqual([7]);
    tab.hear({changed: [{...ROW, deadline: "2026-11-23 15:15:00"}]});
    expect(dueIds(tab)).toEqual([]);
    await advanceTime(16 * 60 * 1000);
    expect(dueIds(tab)).toEqual([7]);
});

test("reminders are shown in the order of their times", async () => {
    serverNow = "2026-11-23 16:00:00";
    rows = [ROW, {...ROW, id: 8, deadline: "2026-11-23 09:00:00"}, {...ROW, id: 5, deadline: "2026-11-23 15:00:00"}];
    const tab = makeTab();
    await tab.start();
    expect(dueIds(tab)).toEqual([8, 5, 7]);
});

test("the browser's notification: once, and only when allowed", async () => {
    const shown = [];
    class FakeNotification extends EventTarget {
        static permission = "default";
        constructor(title) {
            super();
            shown.push(title);
        }
    }
    patchWithCleanup(browser, {Notification: FakeNotification});
    serverNow = "2026-11-23 15:00:00";
    const first = makeTab();
    await first.start();
    await animationFrame();
    expect(shown).toEqual([]);
    FakeNotification.permission = "granted";
    for (let reload = 0; reload < 2; reload++) {
        const tab = makeTab();
        await tab.start();
        await animationFrame();
    }
    expect(shown).toEqual(["Odile Favre"]);
});

class EmptyScreen extends Component {
    static template = xml`<div/>`;
    static props = ["*"];
}

/** Show the pop-ups of a tab. */
async function mountPopups() {
    const tab = makeTab();
    registry.category("services").add("duret_reminder", {start: () => tab}, {force: true});
    await tab.start();
    // The pop-ups stand above whatever screen is open.
    await mountWithCleanup(EmptyScreen);
    return tab;
}

test("a pop-up says whom to call; an attempt leaves it, a talk closes it", async () => {
    serverNow = "2026-11-23 15:00:00";
    await mountPopups();
    expect(queryAllTexts(".o_duret_reminder_who strong, .o_duret_reminder_number")).toEqual([
        "Odile Favre",
        "04 50 12 34 56",
    ]);
    expect(".o_duret_call").toHaveAttribute("href", "tel:+33450123456");
    queryFirst(".o_duret_call").addEventListener("click", (ev) => ev.preventDefault());
    await click(".o_duret_call");
    await animationFrame();
    await click(".o_duret_not_reached");
    await animationFrame();
    expect(".o_duret_reminder").toHaveCount(1);
    queryFirst(".o_duret_call").addEventListener("click", (ev) => ev.preventDefault());
    await click(".o_duret_call");
    await animationFrame();
    await click(".o_duret_reached");
    await animationFrame();
    expect(".o_duret_reminder").toHaveCount(0);
    expect(calls.filter(([method]) => method === "duret_called")).toEqual([
        ["duret_called", [7], false],
        ["duret_called", [7], true],
    ]);
});

test("more than three: the others wait in a pill; a folded one, too", async () => {
    serverNow = "2026-11-23 15:00:00";
    rows = [1, 2, 3, 4].map((id) => ({...ROW, id}));
    await mountPopups();
    expect(".o_duret_reminder").toHaveCount(3);
    expect(".o_duret_reminder_pill").toHaveText(/1/);
    await click(".o_duret_reminder_fold");
    await animationFrame();
    expect(".o_duret_reminder").toHaveCount(3);
    await click(".o_duret_reminder_pill");
    await animationFrame();
    expect(queryAllTexts(".o_duret_reminder_title").length).toBe(3);
});

test("done: gone at once, in one call", async () => {
    serverNow = "2026-11-23 15:00:00";
    await mountPopups();
    await click(".o_duret_done");
    await animationFrame();
    expect(".o_duret_reminder").toHaveCount(0);
    expect(calls.filter(([method]) => method === "duret_done")).toEqual([["duret_done", [7]]]);
});

test("postpone offers usual delays", async () => {
    serverNow = "2026-11-23 15:00:00";
    await mountPopups();
    await click(".o_duret_postpone");
    await animationFrame();
    expect("[data-choice]").toHaveCount(4);
    rows = [];
    await click("[data-choice='1h']");
    await animationFrame();
    expect(calls.filter(([method]) => method === "duret_postpone")).toEqual([["duret_postpone", [7], "1h", false]]);
});
