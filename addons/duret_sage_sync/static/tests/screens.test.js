import {describe, expect, test} from "@odoo/hoot";
import {press} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, makeServerError, mockService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {PACE, SageCockpit} from "@duret_sage_sync/cockpit/cockpit";
import {SageConflicts} from "@duret_sage_sync/conflicts/conflicts";
import {SageMatches} from "@duret_sage_sync/matches/matches";

describe.current.tags("desktop");
defineMailModels();

const PROPS = {action: {context: {}}, actionId: 1};

function company(values = {}) {
    return {
        id: 1,
        name: "SAGE 100",
        transport: "csv",
        automatic: true,
        verdict: {state: "equal", gaps: 0, at: "2026-11-21 06:30:00", run_id: 1},
        last: false,
        lag_minutes: 4,
        under_way: [],
        alerts: [],
        out: {pending: 1, sending: 1, sent: 0, dead: 0},
        in: {new: 0, waiting: 0, held: 0, rejected: 0},
        chantiers: {pending: 0, refused: 0},
        papers: {waiting: 0, refused: 2},
        conflicts: 0,
        decided: 0,
        matches: 0,
        rejections: 0,
        proof: [],
        runs: [],
        ...values,
    };
}

function answerCockpit(backends, may = {run: true, force: false, setup: false}) {
    const asked = [];
    onRpc("duret.sage.cockpit", "duret_read", () => {
        asked.push(1);
        return {now: "2026-11-21 10:00:00", may, backends: backends[Math.min(asked.length, backends.length) - 1]};
    });
    return asked;
}

test("the verdict, what waits, and what is on its way", async () => {
    answerCockpit([[company({conflicts: 3, in: {new: 0, waiting: 0, held: 0, rejected: 2}})]]);
    await mountWithCleanup(SageCockpit, {props: PROPS});
    expect(".o_duret_sage_verdict[data-state=equal] .o_duret_sage_verdict_words").toHaveText("0 difference");
    expect("[data-code=conflicts].o_duret_sage_waits strong").toHaveText("3");
    expect("[data-code=refused] strong").toHaveText("2");
    expect("[data-code=dead]").not.toHaveClass("o_duret_sage_waits");
    expect(".o_duret_sage_queues [data-code=out] strong").toHaveText("2");
    expect(".o_duret_sage_queues [data-code=chantiers]").toHaveCount(0);
    expect(".o_duret_sage_queues [data-code=papers]").toHaveCount(0);
    expect(".o_duret_sage_queues [data-code=papersRefused]").toHaveText(/2/);
});

test("while an exchange runs the figures come by themselves; when it has ended nobody asks any more", async () => {
    const running = company({under_way: [{kind: "sync", state: "running", since: "2026-11-21 09:59:00"}]});
    const asked = answerCockpit([[running], [company({conflicts: 1})]]);
    await mountWithCleanup(SageCockpit, {props: PROPS});
    expect(".o_duret_sage_under_way").toHaveCount(1);
    await advanceTime(PACE + 10);
    await animationFrame();
    expect(".o_duret_sage_under_way").toHaveCount(0);
    expect(asked.length).toBe(2);
    await advanceTime(4 * PACE);
    expect(asked.length).toBe(2);
});

test("a button starts one exchange, however often it is clicked", async () => {
    answerCockpit([[company()]]);
    const started = [];
    onRpc("duret.sage.backend", "action_sync", async ({args}) => {
        started.push(args[0]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return true;
    });
    await mountWithCleanup(SageCockpit, {props: PROPS});
    contains("[data-method=action_sync]").click();
    contains("[data-method=action_sync]").click();
    await advanceTime(200);
    await animationFrame();
    expect(started).toEqual([[1]]);
});

test("who may only read has no buttons", async () => {
    answerCockpit([[company()]], {run: false, force: false, setup: false});
    await mountWithCleanup(SageCockpit, {props: PROPS});
    expect("[data-method]").toHaveCount(0);
});

test("an alert says what to do and opens where it is settled", async () => {
    const alert = {id: 7, kind: "dead", sentence: "Not sent: 2", advice: "Send again", since: "2026-11-21 09:00:00"};
    answerCockpit([[company({alerts: [alert]})]]);
    const asked = [];
    onRpc("duret.sage.alert", "action_see_to", ({args}) => {
        asked.push(args[0]);
        return {type: "ir.actions.client", tag: "remedy"};
    });
    const opened = [];
    mockService("action", {doAction: (action) => opened.push(action.tag)});
    await mountWithCleanup(SageCockpit, {props: PROPS});
    expect(".o_duret_sage_alerts [data-kind=dead]").toHaveText(/Send again/);
    await contains(".o_duret_sage_alerts [data-kind=dead] button").click();
    expect(asked).toEqual([[7]]);
    expect(opened).toEqual(["remedy"]);
});

const BRAKED = {id: 3, kind: "sync", at: "2026-11-21 09:00:00", state: "stopped", sentence: "Stop", by_brake: true};

test("a manager lets a braked exchange pass once he has confirmed it", async () => {
    answerCockpit([[company({last: BRAKED})]], {run: true, force: true, setup: false});
    const started = [];
    onRpc("duret.sage.backend", "action_sync_forced", ({args}) => {
        started.push(args[0]);
        return true;
    });
    await mountWithCleanup(SageCockpit, {props: PROPS});
    await contains(".o_duret_sage_force").click();
    expect(started).toEqual([]);
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect(started).toEqual([[1]]);
});

test("only an exchange that a brake has stopped can be let pass", async () => {
    const other = {...BRAKED, by_brake: false};
    answerCockpit([[company({last: BRAKED}), company({id: 2, last: other}), company({id: 3})]], {
        run: true,
        force: true,
        setup: false,
    });
    await mountWithCleanup(SageCockpit, {props: PROPS});
    expect(".o_duret_sage_force").toHaveCount(1);
    expect("[data-backend='1'] .o_duret_sage_force").toHaveCount(1);
});

test("brakes are the manager's", async () => {
    answerCockpit([[company({last: BRAKED})]], {run: true, force: false, setup: false});
    await mountWithCleanup(SageCockpit, {props: PROPS});
    expect("[data-method=action_sync]").toHaveCount(1);
    expect(".o_duret_sage_force").toHaveCount(0);
});

function field(id, name, unit = [name]) {
    const values = {ours: [["Annecy", true]], theirs: [["Cran", true]], base: null, by: "Claire", written: false};
    return {id, field: name, label: name, unit, reason: "", stamp: "", decision: false, decided_by: "", ...values};
}

function record(key, ...fields) {
    const place = {entity: "client", number: "", model: "res.partner", res_id: 1, backend: "SAGE"};
    return {id: `1/client/${key}`, key, name: `Client ${key}`, ...place, fields};
}

async function mountConflicts(records, mayDecide = true) {
    const decided = [];
    const total = records.length;
    const fields = records.flatMap((one) => one.fields).length;
    onRpc("duret.sage.conflict.screen", "duret_page", () => ({records, total, fields, may_decide: mayDecide}));
    for (const method of ["action_ours", "action_theirs", "action_undo"]) {
        onRpc("duret.sage.conflict", method, ({args}) => {
            decided.push([method, args[0]]);
            return true;
        });
    }
    await mountWithCleanup(SageConflicts, {props: PROPS});
    return decided;
}

test("arrows decide, the next field comes, Z takes back", async () => {
    const decided = await mountConflicts([
        record("1", field(1, "city"), field(2, "zip")),
        record("2", field(3, "city")),
    ]);
    await press("ArrowLeft");
    await animationFrame();
    expect("[data-conflict='2']").toHaveClass("o_duret_sage_chosen");
    await press("ArrowRight");
    await animationFrame();
    expect(".o_duret_sage_card").toHaveAttribute("data-shown", "1/client/2");
    await press("z");
    await animationFrame();
    expect("[data-conflict='2']").toHaveClass("o_duret_sage_chosen");
    expect(decided).toEqual([
        ["action_ours", [1]],
        ["action_theirs", [2]],
        ["action_undo", [2]],
    ]);
});

test("a decision tells which values were on the screen; what it refuses is shown anew", async () => {
    const told = [];
    const old = {...field(1, "city"), seen: "a"};
    const pages = [old, {...old, seen: "b", theirs: [["Seynod", true]]}];
    onRpc("duret.sage.conflict.screen", "duret_page", () => {
        const fields = [pages[Math.min(told.length, 1)]];
        return {records: [record("1", ...fields)], total: 1, fields: 1, may_decide: true};
    });
    onRpc("duret.sage.conflict", "action_theirs", ({kwargs}) => {
        told.push(kwargs.seen);
        if (kwargs.seen[1] !== "b") {
            throw makeServerError({type: "UserError", message: "shown before"});
        }
        return true;
    });
    expect.errors(1);
    await mountWithCleanup(SageConflicts, {props: PROPS});
    await contains("[data-conflict='1'] [data-decide=theirs]").click();
    await animationFrame();
    expect.verifyErrors(["shown before"]);
    expect("[data-conflict='1']").toHaveText(/Seynod/);
    await contains("[data-conflict='1'] [data-decide=theirs]").click();
    expect(told).toEqual([{1: "a"}, {1: "b"}]);
});

test("the two lines of an address are decided together", async () => {
    const unit = ["street", "street2"];
    await mountConflicts([record("1", field(1, "street", unit), field(2, "street2", unit), field(3, "zip"))]);
    await contains("[data-conflict='1'] [data-decide=theirs]").click();
    expect("[data-decision=theirs]").toHaveCount(2);
    expect("[data-conflict='3']").toHaveClass("o_duret_sage_chosen");
    expect(".o_duret_sage_done").toHaveAttribute("data-done", "2");
});

test("checked records are decided at once, and only they", async () => {
    const decided = await mountConflicts([
        record("1", field(1, "city")),
        record("2", field(2, "city")),
        record("3", field(3, "city")),
    ]);
    await contains("[data-record='1/client/1'] input").click();
    await contains("[data-record='1/client/3'] input").click();
    await contains("[data-bulk=ours]").click();
    expect(decided).toEqual([["action_ours", [1, 3]]]);
    expect(".o_duret_sage_card").toHaveAttribute("data-shown", "1/client/2");
});

test("who may not decide sees both values and no button; keys do nothing", async () => {
    const decided = await mountConflicts([record("1", field(1, "city"))], false);
    expect("[data-decide], .o_duret_sage_list input").toHaveCount(0);
    await press("ArrowLeft");
    await animationFrame();
    expect(decided).toEqual([]);
});

function question(key, held = true) {
    const candidate = (id) => ({
        match_id: id,
        model: "res.partner",
        res_id: 10 + id,
        name: `Ours ${id}`,
        score: 90,
        reason: "",
        bound: "",
        facts: [],
        values: [{same: false, told: true, ours: [["Annecy", true]], theirs: [["Cran", true]]}],
    });
    return {
        id: `1/client/${key}`,
        entity: "client",
        key,
        held,
        backend: "SAGE",
        theirs: {name: "Theirs", number: "", stamp: "", mine: held ? false : 99, model: held ? false : "res.partner"},
        fields: [{name: "city", label: "Ville", value: "Cran"}],
        candidates: [candidate(1), candidate(2)],
    };
}

test("a figure chooses the candidate, M says that it is the same; D says so of all", async () => {
    const answers = [];
    const waiting = [question("7"), question("8"), false];
    onRpc("duret.sage.match.screen", "duret_next", () => ({
        question: waiting[answers.length],
        count: 2 - answers.length,
        may_decide: true,
    }));
    for (const method of ["action_same", "action_distinct"]) {
        onRpc("duret.sage.match", method, ({args}) => {
            answers.push([method, args[0]]);
            return true;
        });
    }
    await mountWithCleanup(SageMatches, {props: PROPS});
    expect("[data-answer=merge]").toHaveCount(0);
    await press("2");
    await animationFrame();
    await press("m");
    await animationFrame();
    await press("d");
    await animationFrame();
    expect(answers).toEqual([
        ["action_same", [2]],
        ["action_distinct", [1, 2]],
    ]);
    expect(".o_duret_sage_empty").toHaveCount(1);
});

test("two records of ours lead to Odoo's merge", async () => {
    onRpc("duret.sage.match.screen", "duret_next", () => ({
        question: question("7", false),
        count: 1,
        may_decide: true,
    }));
    const opened = [];
    mockService("action", {
        doAction: (action, options) => opened.push([action, options.additionalContext.active_ids]),
    });
    await mountWithCleanup(SageMatches, {props: PROPS});
    await contains("[data-answer=merge]").click();
    expect(opened).toEqual([["base.action_partner_merge", [99, 11]]]);
});
