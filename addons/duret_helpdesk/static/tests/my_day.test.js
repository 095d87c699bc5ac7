import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {mockService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {MyDay} from "@duret_helpdesk/components/my_day/my_day";
import {browser} from "@web/core/browser/browser";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

defineMailModels();
describe.current.tags("desktop");

const row = (key, values = {}) => ({
    key,
    activity_id: key,
    model: "helpdesk.ticket",
    id: 100 + key,
    title: `Client ${key}`,
    subtitle: "T-00001",
    time: "2026-11-23 15:00:00",
    phone: "+33450123456",
    phone_shown: "04 50 12 34 56",
    actions: ["call", "postpone", "done"],
    ...values,
});

const block = (code, rows, values = {}) => ({
    code,
    title: code,
    count: rows.length,
    is_capped: false,
    rows,
    action: {type: "ir.actions.act_window", res_model: "helpdesk.ticket", views: [[false, "list"]]},
    place: code === "callbacks" ? "agenda" : "list",
    icon: "fa-phone",
    empty: `no ${code}`,
    ...values,
});

let blocks = [];
let scopes = ["mine"];
let reads = [];
let said = [];
let hear = null;

beforeEach(() => {
    mockDate("2026-11-23 14:00:00", 0);
    browser.localStorage.clear();
    blocks = [block("callbacks", [row(1), row(2, {time: "2026-11-23 13:00:00"})]), block("triage", [])];
    scopes = ["mine"];
    reads = [];
    said = [];
    mockService("bus_service", {
        subscribe: (type, callback) => {
            if (type === "duret_my_day") {
                hear = callback;
            }
        },
        unsubscribe: () => null,
        start: () => null,
    });
    mockService("duret_reminder", {
        state: {due: []},
        done: async (id) => said.push(["done", id]),
        called: async (id, reached) => said.push(["called", id, reached]),
        postpone: async (id, choice) => said.push(["postpone", id, choice]),
    });
    mockService("action", {doAction: async (action) => said.push(["open", action.res_model, action.res_id])});
    onRpc("duret.my.day", "get_day", ({args}) => {
        reads.push(args[0]);
        return {now: "2026-11-23 14:00:00", name: "Claire", scope: args[0] || scopes[0], scopes, blocks};
    });
});

const mountDay = () =>
    mountWithCleanup(MyDay, {props: {action: {}, actionId: 1, updateActionState: () => null, className: ""}});

test("rows by hour, what is late is marked, what is finished is said", async () => {
    await mountDay();
    expect(queryAllTexts(".o_duret_row_time")).toEqual(["15:00", "13:00"]);
    expect(".o_duret_row_danger").toHaveCount(1);
    expect(".o_duret_day_finished li").toHaveText("no triage");
    expect(".o_duret_row:first .o_duret_call").toHaveAttribute("href", "tel:+33450123456");
});

test("minutes pass without asking the server: an hour later the call is late", async () => {
    await mountDay();
    await advanceTime(61 * 60 * 1000);
    await animationFrame();
    expect(".o_duret_row_danger").toHaveCount(2);
    expect(reads.length).toBe(1);
});

test("the bus: a burst is one reading, other blocks are none", async () => {
    await mountDay();
    hear({codes: ["visits"]});
    await advanceTime(5000);
    expect(reads.length).toBe(1);
    blocks = [block("callbacks", [row(1)]), block("triage", [])];
    for (let message = 0; message < 20; message++) {
        hear({codes: ["callbacks", "tasks"]});
    }
    await advanceTime(2500);
    await animationFrame();
    expect(reads.length).toBe(2);
    expect(".o_duret_row").toHaveCount(1);
});

test("all done", async () => {
    blocks = [block("callbacks", []), block("triage", [])];
    await mountDay();
    expect(".o_duret_day_all_done").toHaveCount(1);
    expect(".o_duret_block").toHaveCount(0);
});

test("done, put off, called: each in its row, and the day is read again", async () => {
    await mountDay();
    await click(".o_duret_row:first .o_duret_done");
    await animationFrame();
    await click(".o_duret_row:first .o_duret_postpone");
    await animationFrame();
    await click("[data-choice='15min']");
    await animationFrame();
    queryFirst(".o_duret_row:last .o_duret_call").addEventListener("click", (ev) => ev.preventDefault());
    await click(".o_duret_row:last .o_duret_call");
    await animationFrame();
    await click(".o_duret_not_reached");
    await animationFrame();
    expect(said).toEqual([
        ["done", 1],
        ["postpone", 1, "15min"],
        ["called", 2, false],
    ]);
    expect(reads.length).toBe(4);
});

test("j and k walk through the rows, Enter opens", async () => {
    await mountDay();
    await press("j");
    await press("j");
    await press("j");
    expect(document.activeElement).toHaveText("Client 2");
    await press("k");
    expect(document.activeElement).toHaveText("Client 1");
    await press("Enter");
    await animationFrame();
    expect(said).toEqual([["open", "helpdesk.ticket", 101]]);
});

test("one's own day or the team's: the choice is kept", async () => {
    scopes = ["mine", "team"];
    await mountDay();
    await click("[data-scope=team]");
    await animationFrame();
    expect(reads).toEqual([null, "team"]);
    expect("[data-scope=team]").toHaveAttribute("aria-pressed", "true");
    expect(browser.localStorage.getItem("duret_my_day.scope")).toBe("team");
});

test("a long block says so and opens its list", async () => {
    blocks = [block("triage", [row(1)], {count: 100, is_capped: true})];
    await mountDay();
    expect(".o_duret_block_count").toHaveText("99+");
    await click(".o_duret_block_all");
    await animationFrame();
    expect(said).toEqual([["open", "helpdesk.ticket", undefined]]);
});
