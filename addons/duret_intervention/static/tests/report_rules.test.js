import {askedAt, pairUp, under, unpairedBefore} from "@duret_intervention/app/report/content";
import {asUtc, atClock, clockText, lengthText, minutesBetween} from "@duret_intervention/app/report/times";
import {addDecimals, frequent, search, takenSince, vanLines} from "@duret_intervention/app/report/product_search";
import {byCodePoint, canonical, presentContent} from "@duret_intervention/app/db/canonical";
import {compareDecimals, decimalText, judge, readDecimal} from "@duret_intervention/app/report/judgement";
import {describe, expect, test} from "@odoo/hoot";
import {missingFrom, progressOf} from "@duret_intervention/app/report/progress";
import {CATALOGUE} from "./fake/fake_app";
import {joinSpoken} from "@duret_intervention/app/capture/dictation";
import {onSite} from "@duret_intervention/app/capture/position";
import {step} from "@duret_intervention/app/components/stepper/stepper";

describe.current.tags("desktop");

describe("canonical text", () => {
    test("keys by code point, texts in one way, nothing absent in the content", () => {
        const document = {b: [1, true], a: "cafe\u0301\r\nx\r\u0000", content: {work_done: null, follow_up: false}};
        expect(canonical(document)).toBe('{"a":"café\\nx","b":[1,true],"content":{"follow_up":false}}');
        expect(canonical({"\u{1f600}": 2, "\uffee": 1})).toBe('{"\uffee":1,"\u{1f600}":2}');
        expect(byCodePoint("a", "ab") < 0).toBe(true);
    });

    test("halves of a character are left out, and do not meet", () => {
        expect(canonical({text: "\ud83d\u0000\ude00"})).toBe('{"text":""}');
        expect(canonical({text: "\u{1f600}"})).toBe('{"text":"\u{1f600}"}');
    });

    test("fractions have no canonical text", () => {
        expect(() => canonical({value: 0.5})).toThrow(TypeError);
    });

    test("what is absent is not signed", () => {
        expect(presentContent({work_done: null, follow_up: false})).toEqual({follow_up: false});
    });
});

describe("measures", () => {
    test("what is typed becomes a decimal text", () => {
        const typed = ["0,35", " 12 ", "007,50", "1 000", "abc", "", "1.2.3", "-3"];
        expect(typed.map(readDecimal)).toEqual(["0.35", "12", "7.50", "1000", null, null, null, "-3"]);
        expect(decimalText("0.35")).toBe("0,35");
    });

    test("both limits are still good, compared exactly", () => {
        const kind = {minimum: "0.5", maximum: "100"};
        expect(["0.5", "0.499999", "100.0", "100.000001", ""].map((value) => judge(value, kind))).toEqual([
            "ok",
            "bad",
            "ok",
            "bad",
            "none",
        ]);
        expect(judge("3", {minimum: null, maximum: null})).toBe("none");
        expect(compareDecimals("-1.5", "-1.49")).toBe(-1);
    });
});

describe("hours", () => {
    test("shown and corrected in the hour of the company, summer and winter", () => {
        expect(clockText("2026-11-21T08:05:00Z")).toBe("09:05");
        expect(clockText("2026-07-01T08:05:00Z")).toBe("10:05");
        expect(atClock("2026-11-21T08:05:00Z", "23:30")).toBe("2026-11-21T22:30:00Z");
        expect(atClock("2026-07-01T08:05:00Z", "00:30")).toBe("2026-06-30T22:30:00Z");
        expect(asUtc(new Date("2026-11-21T08:05:01.900Z"))).toBe("2026-11-21T08:05:01Z");
    });

    test("lengths", () => {
        expect(minutesBetween("2026-11-21T08:00:00Z", "2026-11-21T09:05:00Z")).toBe(65);
        expect(minutesBetween("2026-11-21T09:00:00Z", "2026-11-21T08:00:00Z")).toBe(0);
        expect([65, 45, 120].map(lengthText)).toEqual(["1 h 05", "45 min", "2 h 00"]);
    });
});

describe("photos", () => {
    const photo = (key, kind, pair = "") => ({key, kind, pair, taken_at: key});

    test("an « after » stands beside its « before »", () => {
        const [one, two, three] = [photo("1", "before"), photo("2", "after", "1"), photo("3", "before")];
        expect(pairUp([one, two, three])).toEqual({pairs: [[one, two]], alone: [three]});
        expect(unpairedBefore([one, two, three])).toBe(three);
        expect(unpairedBefore([one, two])).toBe(undefined);
    });

    test("a place is read between arrival and departure only", () => {
        expect(onSite({})).toBe(false);
        expect(onSite({arrived_at: "2026-11-21T08:05:00Z"})).toBe(true);
        expect(onSite({arrived_at: "2026-11-21T08:05:00Z", left_at: "2026-11-21T09:00:00Z"})).toBe(false);
    });
});

describe("progress", () => {
    const asked = askedAt(CATALOGUE, {type: 1});
    const codes = (content, amends) => missingFrom(content, asked, amends).map(({code}) => code);

    test("an empty report lacks everything, only the work keeps from signing", () => {
        expect(codes({})).toEqual(["arrival", "work", "checks", "measure", "photo_before", "photo_after"]);
        expect(missingFrom({}, asked).filter(({blocks}) => blocks)).toHaveLength(1);
        expect(progressOf({}, asked)).toEqual({done: 0, steps: 6});
    });

    test("nothing is missing from a complete one", () => {
        const content = {
            arrived_at: "2026-11-21T08:05:00Z",
            work_done: "Done",
            "checks/power": {answer: "yes", note: ""},
            "measures/1": {kind: "earth", value: "12", place: "", note: ""},
            "photos/1": {kind: "before"},
            "photos/2": {kind: "after"},
        };
        expect(codes(content)).toEqual([]);
        expect(codes({...content, work_done: "  "})).toEqual(["work"]);
        expect(codes({...content, "photos/2": null})).toEqual(["photo_after"]);
        expect(codes({...content, "photos/1": null, "photos/2": null}, true)).toEqual([]);
    });

    test("a visit of an unknown type asks for nothing", () => {
        expect(askedAt(CATALOGUE, undefined)).toEqual({name: "", checks: [], measures: []});
        expect(under({"hours/work": 30, "hours/road": null}, "hours")).toEqual([{key: "work", value: 30}]);
    });
});

describe("products", () => {
    const cable = {id: 1, name: "Câble R2V 3G2,5", code: "C32", unit: "m"};
    const plug = {id: 2, name: "Prise 2P+T", code: "", unit: "u"};

    test("words in any order, without accents", () => {
        expect(search([cable, plug], "3g cable")).toEqual([cable]);
        expect(search([cable, plug], "c32")).toEqual([cable]);
        expect(search([cable, plug], "")).toEqual([cable, plug]);
    });

    test("quantities are added exactly", () => {
        expect(addDecimals("0.1", "0.2")).toBe("0.3");
        expect(addDecimals("1", "-2.5")).toBe("-1.5");
        expect(addDecimals("2.50", "1")).toBe("3.5");
    });

    test("the van less what the office has not counted; an amendment counts what it changes", () => {
        const line = (quantity) => ({product: 1, name: "", quantity, unit: "m"});
        const reports = new Map([
            ["a", {state: "draft", content: {"products/1": line("2.5")}}],
            ["b", {state: "signed", content: {"products/2": line("10")}}],
            ["c", {state: "draft", amends: "b", content: {"products/2": line("11")}}],
        ]);
        const [left] = vanLines([{product: 1, quantity: "20"}], [cable, plug], takenSince(reports));
        expect([left.used, left.left]).toEqual(["3.5", "16.5"]);
        expect(frequent([...reports.values()], [plug, cable])).toEqual([cable]);
    });

    test("steps never go below zero and keep decimals", () => {
        expect([step("1", 1), step("2.5", -1), step("0", -1), step("0.5", -1)]).toEqual(["2", "1.5", "0", "0"]);
    });
});

test("what is heard joins what is written", () => {
    expect(joinSpoken("", "remplacé le disjoncteur")).toBe("Remplacé le disjoncteur");
    expect(joinSpoken("Remplacé", "le disjoncteur")).toBe("Remplacé le disjoncteur");
    expect(joinSpoken("Fait.", "testé à la ligne tout va bien")).toBe("Fait. Testé\nTout va bien");
    expect(joinSpoken("Fait", " ")).toBe("Fait");
});
