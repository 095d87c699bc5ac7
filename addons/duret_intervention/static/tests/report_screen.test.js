import {NOW, REPORT, showScreen} from "./fake/fake_app";
import {Saver, PAUSE} from "@duret_intervention/app/components/saver/saver";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {click, edit, queryAll, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {describe, expect, test} from "@odoo/hoot";
import {ProductsScreen} from "@duret_intervention/app/screens/products/products";
import {ReportScreen} from "@duret_intervention/app/screens/report/report";
import {RequestScreen} from "@duret_intervention/app/screens/request/request";
import {RequestsScreen} from "@duret_intervention/app/screens/requests/requests";
import {SignatureScreen} from "@duret_intervention/app/screens/signature/signature";
import {VanScreen} from "@duret_intervention/app/screens/van/van";
import {allowTranslations, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {asUtc} from "@duret_intervention/app/report/times";

describe.current.tags("desktop");

async function open(section) {
    await click(`#part_${section} .part-toggle`);
    await animationFrame();
}

async function write(target, text) {
    await click(target);
    await edit(text);
    await animationFrame();
}

describe("saving", () => {
    test("« Saved » is said when the database has it, not before", async () => {
        let done = null;
        const saver = new Saver(() => new Promise((resolve) => (done = resolve)));
        saver.later("work_done", "Fait");
        expect(saver.state.phase).toBe("typing");
        await advanceTime(PAUSE);
        expect(saver.state.phase).toBe("saving");
        done();
        await advanceTime(0);
        expect(saver.state.phase).toBe("saved");
    });

    test("what could not be kept stays, is told, and is tried again", async () => {
        const kept = [];
        let full = true;
        const saver = new Saver(async (path, value) => {
            if (full) {
                throw new DOMException("", "QuotaExceededError");
            }
            kept.push([path, value]);
        });
        allowTranslations();
        expect(await saver.now("reserves", "Tableau vétuste")).toBe(false);
        expect(saver.state.phase).toBe("failed");
        expect(String(saver.state.trouble)).toMatch(/memory is full/);
        expect(saver.value("reserves", "")).toBe("Tableau vétuste");
        full = false;
        expect(await saver.flush()).toBe(true);
        expect(kept).toEqual([["reserves", "Tableau vétuste"]]);
    });

    test("what is typed while it is being kept is kept too", async () => {
        const kept = [];
        const saver = new Saver(async (path, value) => {
            kept.push(value);
            if (value === "a") {
                saver.waiting.set(path, "ab");
            }
        });
        await saver.now("work_done", "a");
        expect(kept).toEqual(["a", "ab"]);
    });
});

describe("report", () => {
    test("the tap « I am there » of the visit is the arrival", async () => {
        const told = await showScreen(ReportScreen, {visit: {since: "2026-11-21T08:05:00Z"}});
        expect(told.changes).toEqual([["arrived_at", "2026-11-21T08:05:00Z"]]);
        expect("#part_times .part-note").toHaveText("09:05");
    });

    test("a tap says the arrival to the office too; a correction needs a reason", async () => {
        const told = await showScreen(ReportScreen, {visit: {state: "planned"}});
        await click(".time-line[data-path=arrived_at] .btn-big");
        await animationFrame();
        expect(told.changes).toEqual([["arrived_at", asUtc(NOW)]]);
        expect(told.ops).toEqual([{visit: 12, kind: "visit.arrive"}]);
        await open("times");
        await click(".time-line[data-path=arrived_at] .btn-quiet");
        await animationFrame();
        await click(".time-form .btn-main");
        await animationFrame();
        expect(".time-form [role=alert]").toHaveCount(1);
        await write(".time-form input[type=text]", "Oubli");
        await write(".time-form input[type=time]", "08:30");
        await click(".time-form .btn-main");
        await animationFrame();
        expect(told.changes.slice(1)).toEqual([
            ["arrived_at", "2026-11-21T07:30:00Z"],
            ["arrived_reason", "Oubli"],
        ]);
    });

    test("a telephone that keeps nothing more still shows the report, and says so", async () => {
        const failure = new DOMException("", "QuotaExceededError");
        const told = await showScreen(ReportScreen, {visit: {since: "2026-11-21T08:05:00Z"}, failure});
        expect("#work_done").toHaveCount(1);
        expect(".notice-bad").toHaveText(/memory is full/);
        expect(told.changes).toEqual([]);
    });

    test("the work is kept at each pause, once", async () => {
        const told = await showScreen(ReportScreen);
        await write("#work_done", "Disjoncteur remplacé");
        expect(told.changes).toHaveLength(0);
        await advanceTime(PAUSE);
        expect(told.changes).toEqual([["work_done", "Disjoncteur remplacé"]]);
        await animationFrame();
        expect(".save-mark").toHaveAttribute("data-phase", "saved");
    });

    test("a check is answered with one tap; « no » asks for a note", async () => {
        const told = await showScreen(ReportScreen);
        await open("checks");
        await click(".check[data-code=power] [data-value=no]");
        await animationFrame();
        expect(told.changes.at(-1)).toEqual(["checks/power", {answer: "no", note: ""}]);
        await write(".check[data-code=power] textarea", "Coupure refusée");
        await advanceTime(PAUSE);
        expect(told.changes.at(-1)).toEqual(["checks/power", {answer: "no", note: "Coupure refusée"}]);
        await click(".check[data-code=power] [data-value=no]");
        await animationFrame();
        expect(told.changes.at(-1)).toEqual(["checks/power", null]);
    });

    test("a measure is judged while it is typed, with a comma", async () => {
        const told = await showScreen(ReportScreen);
        await open("measures");
        await click("#part_measures .part-body > .btn-big");
        await animationFrame();
        await write(".measure-value input", "120,5");
        expect(".measure").toHaveAttribute("data-verdict", "bad");
        await write(".measure input[type=text]:last", "Barrette");
        await advanceTime(PAUSE);
        const [path, value] = told.changes.at(-1);
        expect(path).toMatch(/^measures\/[0-9a-f-]{36}$/);
        expect(value).toEqual({kind: "earth", value: "120.5", place: "Barrette", note: ""});
        await write(".measure-value input", "12");
        expect(".measure").toHaveAttribute("data-verdict", "ok");
        await write(".measure-value input", "douze");
        expect(".measure-value input").toHaveAttribute("aria-invalid", "true");
        await advanceTime(PAUSE);
        expect(told.changes.at(-1)[1].value).toBe("");
    });

    test("a report that cannot be kept says so in plain words", async () => {
        const told = await showScreen(ReportScreen);
        told.failure = new DOMException("", "QuotaExceededError");
        await write("#work_done", "Long texte");
        await advanceTime(PAUSE);
        await animationFrame();
        expect(".save-mark [role=alert]").toHaveCount(1);
        told.failure = null;
        await click(".save-mark .btn");
        await animationFrame();
        expect(told.changes).toEqual([["work_done", "Long texte"]]);
    });

    test("a signed report is locked, and says whether it has left", async () => {
        const report = {closed: true, waiting: true, state: "signed", outcome: "signed"};
        await showScreen(ReportScreen, {report, content: {work_done: "Fait"}, streak: 12});
        expect("textarea").toHaveCount(0);
        expect(".sealed").toHaveCount(1);
        expect(".summary-text").toHaveText("Fait");
        expect(".streak").toHaveText(/12/);
    });
});

describe("products", () => {
    const products = [
        {id: 1, name: "Câble R2V", code: "C32", unit: "m"},
        {id: 2, name: "Prise", code: "P1", unit: "u"},
    ];

    test("the van first, the rest by search; a tap adds one, a step one more", async () => {
        const told = await showScreen(ProductsScreen, {products, van: [{product: 1, quantity: "25.5"}]});
        expect(queryAllTexts(".product .product-left")).toEqual(["25,5 m"]);
        await click(".product");
        await animationFrame();
        expect(told.changes.at(-1)[1]).toEqual({product: 1, name: "Câble R2V", quantity: "1", unit: "m"});
        expect(".product .product-left").toHaveText("24,5 m");
        await click(".stepper-button:last");
        await advanceTime(PAUSE);
        expect(told.changes.at(-1)[1].quantity).toBe("2");
        await write(".stepper input", "2,5");
        await advanceTime(PAUSE);
        expect(told.changes.at(-1)[1].quantity).toBe("2.5");
        await write(".search input", "prise");
        expect(queryAll(".product-group")).toHaveLength(1);
        expect(".product-group").toHaveAttribute("data-group", "other");
    });

    test("the van shows what is left", async () => {
        const content = {"products/1": {product: 1, name: "Câble R2V", quantity: "25.5", unit: "m"}};
        await showScreen(VanScreen, {products, van: [{product: 1, quantity: "25.5"}], content});
        expect(".van-line").toHaveAttribute("data-out", "true");
    });
});

describe("signature", () => {
    const content = {arrived_at: "2026-11-21T08:00:00Z", work_done: "Fait", "hours/work": 60};

    test("a report that says nothing cannot be signed", async () => {
        await showScreen(SignatureScreen);
        expect(queryOne(".action-bar .btn-main").disabled).toBe(true);
    });

    test("the client reads everything, and nothing is sealed without name, quality and ink", async () => {
        const told = await showScreen(SignatureScreen, {content});
        const parts = queryAll(".summary [data-part]").map((part) => part.dataset.part);
        expect(parts).toEqual(["times", "work", "hours"]);
        await click(".action-bar .btn-main");
        await animationFrame();
        await click(".action-bar .btn-main");
        await animationFrame();
        expect("footer [role=alert]").toHaveText(/name/);
        await write("#signer_name", "Aline");
        expect("footer [role=alert]").toHaveText(/who the person is/);
        expect(told.signed).toBe(undefined);
    });

    test("what is wrong is said by the button, for as long as it is", async () => {
        await showScreen(SignatureScreen, {content});
        await click(".action-bar .btn-quiet");
        await animationFrame();
        expect("[role=alert]").toHaveCount(0);
        await click(".action-bar .btn-main");
        await animationFrame();
        expect("footer [role=alert]").toHaveCount(1);
        await click(".chip");
        await animationFrame();
        expect("[role=alert]").toHaveCount(0);
    });

    test("what changed after the reading is read again before anything is sealed", async () => {
        const told = await showScreen(SignatureScreen, {content});
        await click(".action-bar .btn-quiet");
        await animationFrame();
        await click(".chip");
        await told.app.store.change(REPORT, "work_done", "Changed by the office");
        await click(".action-bar .btn-main");
        await animationFrame();
        expect(".notice-bad").toHaveText(/read it again/);
        expect(".summary-text").toHaveText("Changed by the office");
        expect(told.signed).toBe(undefined);
    });

    test("an absent client: the document says it, its reason, and the departure that was shown", async () => {
        // The test page has no digest of its own; the real one is tried in a browser with the whole application.
        patchWithCleanup(crypto.subtle, {
            digest: async (name, bytes) => new Uint8Array([name.length, bytes.length % 256]),
        });
        const told = await showScreen(SignatureScreen, {content});
        await click(".action-bar .btn-quiet");
        await animationFrame();
        await click(".action-bar .btn-main");
        await animationFrame();
        expect("[role=alert]").toHaveCount(1);
        await click(".chip");
        await animationFrame();
        await click(".action-bar .btn-main");
        await told.left;
        const document = JSON.parse(told.signed.document);
        expect(document.outcome).toBe("absent");
        expect(document.reason).not.toBe("");
        expect(document.signer).toEqual({name: "", quality: ""});
        expect(document.content).toEqual({...content, left_at: asUtc(NOW)});
        expect(document.visit).toEqual({id: 12, name: "V-00012"});
        const {length} = new TextEncoder().encode(told.signed.document);
        expect(told.signed.sha256).toBe(`07${(length % 256).toString(16).padStart(2, "0")}`);
        expect([told.signed.strokes, told.signed.png]).toEqual([[], ""]);
        expect(told.ops).toEqual([{visit: 12, kind: "visit.finish"}]);
        expect(told.went).toEqual([["report", {visit: "12", report: REPORT}, {replace: true}]]);
    });
});

describe("requests", () => {
    test("one text, kept as a draft, then put in the outbox with its client", async () => {
        const told = await showScreen(RequestScreen, {params: {kind: "quote", visit: "12"}});
        await write("#request_text", "Une borne de recharge");
        await advanceTime(PAUSE);
        expect(told.drafts.get("request/quote/12").text).toBe("Une borne de recharge");
        await click(".action-bar .btn-main");
        await advanceTime(10);
        await animationFrame();
        expect(told.ops).toEqual([
            {
                kind: "request.new",
                visit: 12,
                report: null,
                data: {kind: "quote", text: "Une borne de recharge", partner: 5, photos: []},
            },
        ]);
        expect(told.drafts.get("request/quote/12")).toBe(null);
        expect(".sealed").toHaveCount(1);
    });

    test("nothing is sent empty", async () => {
        const told = await showScreen(RequestScreen, {params: {kind: "problem", visit: "0"}});
        await click(".action-bar .btn-main");
        await animationFrame();
        expect("[role=alert]").toHaveCount(1);
        expect(told.ops).toEqual([]);
    });

    test("what has not left stands before what became of the others", async () => {
        const requests = [
            {
                uuid: "b",
                number: "T-1",
                title: "Borne",
                date: "2026-11-20",
                state: "quoted",
                words: "",
                amount: "1250.00",
            },
        ];
        const pending = [{uuid: "a", at: "", data: {kind: "problem", text: "Fuite"}, state: "waiting", message: ""}];
        await showScreen(RequestsScreen, {requests, pending, params: {}});
        expect(queryAll(".request").map((one) => one.dataset.state)).toEqual(["waiting", "quoted"]);
        expect(".request:last strong:last").toHaveText(/1.250,00/);
    });
});
