import {expect, test} from "@odoo/hoot";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {contains, mockService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {Timeline} from "@duret_base/components/timeline/timeline";

defineMailModels();

const KINDS = [
    {code: "call", label: "Appels", icon: "fa-phone"},
    {code: "mail", label: "Messages", icon: "fa-envelope-o"},
];
const entry = (number, date) => ({
    key: `call-${number}`,
    kind: "call",
    date,
    title: `Appel ${number}`,
    detail: "",
    model: "crm.phonecall",
    res_id: number,
});

function answer(pages) {
    const asked = [];
    onRpc("duret.timeline", "get_page", ({args, kwargs}) => {
        asked.push({partner: args[0], after: kwargs.after, kinds: kwargs.kinds, text: kwargs.text});
        return {kinds: KINDS, ...pages(kwargs)};
    });
    return asked;
}

test("entries stand under their month, the next page is added below", async () => {
    const asked = answer(({after}) =>
        after
            ? {rows: [entry(1, "2026-10-30 10:00:00")], next: null}
            : {rows: [entry(3, "2026-11-20 10:00:00"), entry(2, "2026-11-02 10:00:00")], next: ["x", "call", 2]}
    );
    await mountWithCleanup(Timeline, {props: {partnerId: 5}});
    expect(".o_duret_timeline_row").toHaveCount(2);
    expect(".o_duret_timeline_month").toHaveCount(1);
    await contains(".o_duret_timeline_more").click();
    expect(".o_duret_timeline_row").toHaveCount(3);
    expect(".o_duret_timeline_month").toHaveCount(2);
    expect(".o_duret_timeline_more").toHaveCount(0);
    expect(asked.map((call) => call.after)).toEqual([null, ["x", "call", 2]]);
});

test("filters ask the server again from the newest entry", async () => {
    const asked = answer(() => ({rows: [entry(1, "2026-11-20 10:00:00")], next: ["x", "call", 1]}));
    await mountWithCleanup(Timeline, {props: {partnerId: 5}});
    await contains(".o_duret_timeline_kind[data-kind='mail']").click();
    expect(asked.at(-1)).toEqual({partner: 5, after: null, kinds: ["mail"], text: ""});
    expect(".o_duret_timeline_kind[data-kind='mail']").toHaveAttribute("aria-pressed", "true");
    await contains(".o_duret_timeline_text").edit("chaudière", {confirm: false});
    await runAllTimers();
    await animationFrame();
    expect(asked.at(-1)).toEqual({partner: 5, after: null, kinds: ["mail"], text: "chaudière"});
    await contains(".o_duret_timeline_kind[data-kind='mail']").click();
    expect(asked.at(-1).kinds).toEqual([]);
});

test("an entry opens its record", async () => {
    answer(() => ({rows: [entry(9, "2026-11-20 10:00:00")], next: null}));
    const opened = [];
    mockService("action", {doAction: (action) => opened.push([action.res_model, action.res_id])});
    await mountWithCleanup(Timeline, {props: {partnerId: 5}});
    await contains(".o_duret_timeline_row").click();
    expect(opened).toEqual([["crm.phonecall", 9]]);
});

test("an empty history says so", async () => {
    answer(() => ({rows: [], next: null}));
    await mountWithCleanup(Timeline, {props: {partnerId: 5}});
    expect(".o_duret_timeline_empty").toHaveCount(1);
    expect(".o_duret_timeline_row").toHaveCount(0);
});
