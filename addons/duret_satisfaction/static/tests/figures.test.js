import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, mockService, mountWithCleanup, onRpc, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {chosen, Dashboard} from "@duret_satisfaction/components/figures/dashboard";
import {delay, mark, percent, points} from "@duret_satisfaction/components/figures/figures_format";
import {floorOf, Trend} from "@duret_satisfaction/components/figures/trend";
import {MyOpinions} from "@duret_satisfaction/components/figures/my_opinions";
import {user} from "@web/core/user";

describe.current.tags("desktop");
defineMailModels();

const MODEL = "duret.satisfaction.figures";
const ROW = {
    answers: 50,
    marks: 50,
    promoters: 30,
    passives: 12,
    detractors: 8,
    nps: 44,
    low: 21,
    high: 62,
    confidence: "rough",
    confidence_text: "rough figure",
    interval_text: "between +21 and +62",
    verdict: "open",
    verdict_text: "cannot be decided yet",
    sent: 120,
    sent_answered: 48,
    waiting: 3,
    rate: 40,
    rate_text: "reached",
    rating: 4.25,
    rated: 50,
    unhappy: 8,
};
const NOTHING = {
    ...ROW,
    answers: 0,
    marks: 0,
    promoters: 0,
    passives: 0,
    detractors: 0,
    nps: null,
    low: null,
    high: null,
    confidence: "none",
    confidence_text: "no answer yet",
    interval_text: "",
    verdict: "unknown",
    verdict_text: "",
    sent: 0,
    sent_answered: 0,
    waiting: 0,
    rate: null,
    rating: null,
    rated: 0,
    unhappy: 0,
};
const COMMENT = {
    id: 7,
    date: "2026-11-10 09:00:00",
    text: "Très bien",
    nps: 10,
    nps_class: "promoter",
    rating: 5,
    about: "VIS-7",
    client: "Jeanne Favre",
    type: "Dépannage",
    zone: "Annecy",
    person: "",
    unhappy: false,
    recovery: "none",
    tags: [],
};

function figures(changes = {}) {
    return {
        filters: {period: "year", first: "2025-12-01", last: "2026-11-21", type_id: 0, zone: "", person_id: 0},
        options: {types: [{id: 3, name: "Dépannage"}], zones: ["Annecy"], people: [], tags: []},
        targets: {nps: 40, mark: 4.5, rate: 40, milestones: [30, 40, 60]},
        total: ROW,
        change: {kind: "same", text: "may be chance"},
        topics: [
            {topic: "booking", label: "Rendez-vous", mean: 4.75, count: 40},
            {topic: "delay", label: "Délai", mean: null, count: 2},
        ],
        months: [
            {month: "2026-09-01", ...ROW},
            {month: "2026-10-01", ...NOTHING},
            {month: "2026-11-01", ...ROW, nps: -10, low: -30, high: 10},
        ],
        types: [{key: 3, label: "Dépannage", ...ROW}],
        zones: [{key: false, label: "Not known", ...NOTHING, answers: 2, confidence_text: "too few"}],
        people: null,
        delay: {low: 50, median: 60, high: 240},
        recovery: {unhappy: 8, recovered: 3, lost: 1, of_asked: 75, of_all: 37.5},
        comments: {rows: [COMMENT], more: false},
        ...changes,
    };
}

test("figures are written as in France, and nothing is no zero", () => {
    patchWithCleanup(user, {lang: "fr-FR"});
    expect([points(44), points(-12), points(0), points(null)]).toEqual(["+44", "−12", "0", "–"]);
    expect([mark(4.25), mark(null), percent(null)]).toEqual(["4,3", "–", "–"]);
    expect(delay(null)).toBe("–");
});

test("an address holds what is chosen and nothing else", () => {
    const all = {period: "year", first: "2025-12-01", last: "2026-11-21", type_id: 3, zone: "", person_id: 0};
    expect(chosen(all)).toEqual({period: "year", type_id: 3});
    expect(chosen({...all, period: "custom"})).toEqual({
        period: "custom",
        first: "2025-12-01",
        last: "2026-11-21",
        type_id: 3,
    });
});

test("the page shows the score with its margin, and each figure opens its list", async () => {
    const asked = [];
    onRpc(MODEL, "duret_figures", ({args}) => {
        asked.push(args[0]);
        return figures();
    });
    onRpc(MODEL, "duret_open", ({args}) => ({type: "ir.actions.act_window", what: args[1]}));
    const opened = [];
    mockService("action", {doAction: (action) => opened.push(action.what)});
    await mountWithCleanup(Dashboard, {props: {action: {}}});
    expect(".o_duret_score_card .o_duret_big").toHaveText("+44");
    expect(".o_duret_score_card .o_duret_margin:first").toHaveText("between +21 and +62");
    expect("[name=person_id]").toHaveCount(0);
    expect(".o_duret_ranking[data-name=person_id]").toHaveCount(0);
    expect("[data-topic=delay] strong").toHaveText("–");
    await contains(".o_duret_share_detractor").click();
    await contains("[data-topic=booking] button").click();
    await contains(".o_duret_ranking[data-name=zone] tbody button").click();
    expect(opened).toEqual([{nps_class: "detractor"}, {topic: "booking"}, {zone: false, answered: true}]);
    await contains("[name=type_id]").select("3");
    expect(asked.at(-1).type_id).toBe(3);
});

test("a period without visits says so, without a single figure", async () => {
    onRpc(MODEL, "duret_figures", () => figures({total: NOTHING, people: []}));
    await mountWithCleanup(Dashboard, {props: {action: {}}});
    expect(".o_duret_figures_empty").toHaveCount(1);
    expect(".o_duret_big").toHaveCount(0);
    expect("[name=person_id]").toHaveCount(1);
});

test("a filter that is refused leaves the page with its own period", async () => {
    const asked = [];
    onRpc(MODEL, "duret_figures", ({args}) => {
        asked.push(args[0]);
        if (args[0].period === "decade") {
            throw new Error("not understood");
        }
        return figures();
    });
    await mountWithCleanup(Dashboard, {props: {action: {}, state: {filters: {period: "decade"}}}});
    expect(asked).toEqual([{period: "decade"}, {}]);
    expect(".o_duret_score_card").toHaveCount(1);
});

test("the drawing leaves out months with too few answers; the table says the same", async () => {
    await mountWithCleanup(Trend, {props: {months: figures().months, target: 40}});
    expect(".o_duret_trend_dot").toHaveCount(2);
    expect(".o_duret_trend_score").toHaveCount(2);
    expect("svg").toHaveAttribute("role", "img");
    await contains(".o_duret_trend_switch").click();
    expect("tbody tr").toHaveCount(3);
    expect("tbody tr:last td:first").toHaveText("−10");
    expect([floorOf([21, 3]), floorOf([-30]), floorOf([-51]), floorOf([])]).toEqual([0, -50, -100, 0]);
});

test("a technician with four answers reads them and sees no mean", async () => {
    const total = {...NOTHING, answers: 4, marks: 4};
    const own = {known: true, enough: 5, total, topics: [], months: [], targets: {nps: 40}};
    onRpc(MODEL, "duret_my_figures", () => ({...own, comments: {rows: [{...COMMENT, client: ""}], more: false}}));
    await mountWithCleanup(MyOpinions, {props: {action: {}}});
    await animationFrame();
    expect(".o_duret_figure_cards .o_duret_figure_card").toHaveCount(1);
    expect(".o_duret_big").toHaveText("4");
    expect(".o_duret_comment").toHaveCount(1);
    expect("svg").toHaveCount(0);
});
