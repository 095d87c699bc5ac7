import {animationFrame, mockDate, mockTimeZone} from "@odoo/hoot-mock";
import {contains, defineModels, models, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllAttributes, queryAllTexts} from "@odoo/hoot-dom";
import {DayMap} from "@duret_intervention/day_map/screen/day_map";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {visitWords} from "@duret_intervention/day_map/screen/visit_words";

class DuretDayMap extends models.Model {
    _name = "duret.day.map";
}

defineMailModels();
defineModels([DuretDayMap]);
describe.current.tags("desktop");

function visit(id, state, report, start) {
    return {
        id,
        state,
        report,
        start: `2026-11-23 ${start}:00`,
        stop: "2026-11-23 16:00:00",
        persons: [1],
        client: `Client ${id}`,
        city: "Annecy",
        type: "Repair",
        latitude: id === 3 ? 0 : 45.9,
        longitude: id === 3 ? 0 : 6.1,
    };
}

test("a visit says what was reported of it, and whether its report came", () => {
    const signs = [
        ["planned", ""],
        ["en_route", ""],
        ["on_site", "draft"],
        ["done", ""],
        ["done", "draft"],
        ["done", "signed"],
        ["done", "office"],
    ].map(([state, report]) => visitWords({state, report}).sign);
    expect(signs).toEqual(["", "→", "●", "!", "!", "✓", "✓"]);
});

test("the map shows technicians who have visits; a technician can be looked at alone", async () => {
    mockTimeZone("Europe/Paris");
    mockDate("2026-11-23 09:00:00");
    const asked = [];
    onRpc("duret.day.map", "load", ({args}) => {
        asked.push(args[0]);
        return {
            technicians: [
                {id: 1, name: "Luc", color: 1, base: false},
                {id: 2, name: "Eve", color: 2, base: false},
                {id: 3, name: "Nobody", color: 3, base: false},
            ],
            visits: [
                visit(1, "done", "signed", "08:00"),
                visit(2, "on_site", "", "10:00"),
                visit(3, "planned", "", "14:00"),
                {...visit(4, "planned", "", "09:00"), persons: [2]},
            ],
            tiles: {},
        };
    });
    await mountWithCleanup(DayMap, {props: {action: {}, actionId: 1}});
    await animationFrame();
    expect(queryAllTexts(".o_duret_day_name")).toEqual(["Luc", "Eve"]);
    expect(queryAllTexts(".o_duret_day_count")).toEqual(["1 / 3", "0 / 1"]);
    expect(queryAllAttributes(".o_duret_pin", "data-visit")).toEqual(["1", "2", "4"]);
    expect(queryAllTexts(".o_duret_pin")).toEqual(["✓", "●", "1"]);
    expect(".o_duret_day_note").toHaveCount(1);
    await contains(".o_duret_day_head:first").click();
    expect(queryAllTexts(".o_duret_day_name")).toEqual(["Luc"]);
    expect(queryAllAttributes(".o_duret_pin", "data-visit")).toEqual(["1", "2"]);
    await contains(".o_duret_day_after").click();
    expect(asked).toEqual(["2026-11-22 23:00:00", "2026-11-23 23:00:00"]);
});
