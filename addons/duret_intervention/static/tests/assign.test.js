import {animationFrame, mockFetch} from "@odoo/hoot-mock";
import {allowTranslations, contains, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, queryText} from "@odoo/hoot-dom";
import {AssignScreen} from "@duret_intervention/app/screens/assign/assign";

describe.current.tags("desktop");

const NOW = new Date("2026-11-23T07:00:00Z");
const VISIT = {id: 9, client: "Aline Perrissin", city: "Annecy", type: "Repair", minutes: 60, version: "v1"};

function rpc(result) {
    return new Response(JSON.stringify({result}), {headers: {"Content-Type": "application/json"}});
}

/** The server: what it was asked, and an answer to each push. */
async function mountAssign(answers) {
    const told = {pushed: [], asked: []};
    let waiting = [VISIT];
    mockFetch((url, options) => {
        const {params} = JSON.parse(options.body);
        const path = new URL(url, location.origin).pathname;
        if (path === "/intervention/assign") {
            told.asked.push(params.day);
            const technicians = [{id: 1, name: "Luc", visits: 0, minutes: 0, away: false}];
            return rpc({day: params.day, technicians, waiting: {rows: waiting, count: waiting.length}});
        }
        if (path === "/intervention/assign/times") {
            return rpc({times: ["2026-11-23T08:00:00Z"], why: ""});
        }
        told.pushed.push(params);
        const answer = answers.shift();
        waiting = answer.state === "applied" ? [] : waiting;
        return rpc({now: "2026-11-23T07:00:00Z", results: [answer]});
    });
    const app = {
        session: {person: {user: 7}},
        store: {oldest: Date.parse("2026-11-22T07:00:00Z"), waiting: 3},
        clock: {now: () => NOW},
        sync: {
            parts: {describe: async () => ({uuid: "phone", name: "Telephone", app: "1"})},
            run: () => (told.ran = true),
        },
    };
    allowTranslations();
    await mountWithCleanup(AssignScreen, {env: {app}, noMainContainer: true, props: {params: {}}});
    await animationFrame();
    return told;
}

async function give() {
    await contains(".assign-visit").click();
    await contains(".assign-person").click();
    await animationFrame();
    await contains(".assign-time").click();
    await contains(".assign-give").click();
    await animationFrame();
}

test("a visit is given with one operation; what waits on the telephone is told as it is", async () => {
    const told = await mountAssign([{state: "applied", message: ""}]);
    expect(queryAllTexts(".assign-visit strong")).toEqual(["Aline Perrissin"]);
    await give();
    const [{device, ops}] = told.pushed;
    expect([device.waiting, device.oldest]).toEqual([3, "2026-11-22T07:00:00Z"]);
    expect([ops.length, ops[0].kind, ops[0].visit]).toEqual([1, "visit.assign", 9]);
    expect(ops[0].data).toEqual({person: 1, start: "2026-11-23T08:00:00Z", version: "v1"});
    expect(".assign-visit").toHaveCount(0);
    expect(queryText(".assign-told")).toMatch(/Luc/);
    expect(told.ran).toBe(true);
});

test("somebody was faster: his sentence is shown, the visit is still there", async () => {
    await mountAssign([{state: "refused", message: "Luc is taken at that time."}]);
    await give();
    expect(queryText(".assign-trouble")).toBe("Luc is taken at that time.");
    expect(".assign-visit").toHaveCount(1);
    expect(".assign-give").toHaveCount(0);
});
