import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";

class Request extends models.Model {
    _name = "helpdesk.ticket";

    name = fields.Char();
    duret_sla_deadline = fields.Datetime();
    duret_sla_badge = fields.Json();

    _records = [
        {
            id: 1,
            name: "Panne",
            duret_sla_deadline: "2026-11-23 10:30:00",
            duret_sla_badge: {
                tone: "at_risk",
                text: "45 min ouvrées",
                title: "Réponse avant lundi 23 novembre à 11 h 30",
            },
        },
        {
            id: 2,
            name: "En pause",
            duret_sla_deadline: false,
            duret_sla_badge: {tone: "paused", text: "En pause", title: ""},
        },
        {id: 3, name: "Sans délai", duret_sla_deadline: false, duret_sla_badge: false},
    ];
}

defineMailModels();
defineModels([Request]);

const LIST = `
    <list>
        <field name="name" />
        <field name="duret_sla_deadline" widget="duret_sla_badge" />
    </list>`;

test("a list shows the remaining working time of each request, also of one on hold", async () => {
    await mountView({type: "list", resModel: "helpdesk.ticket", arch: LIST});
    expect(queryAllTexts(".o_duret_sla")).toEqual(["45 min ouvrées", "En pause"]);
    expect(".o_duret_sla_at_risk").toHaveAttribute("title", "Réponse avant lundi 23 novembre à 11 h 30");
    expect(".o_duret_sla_at_risk .fa-hourglass-half").toHaveCount(1);
    expect(".o_duret_sla_paused .fa-pause").toHaveCount(1);
});

test("a request without deadline has no badge on its form", async () => {
    await mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 3,
        arch: `<form><field name="duret_sla_deadline" widget="duret_sla_badge" /></form>`,
    });
    expect(".o_duret_sla").toHaveCount(0);
});
