import {describe, expect, test} from "@odoo/hoot";
import {press} from "@odoo/hoot-dom";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

describe.current.tags("desktop");

class Ticket extends models.Model {
    _name = "helpdesk.ticket";
    name = fields.Char();
    type_id = fields.Many2one({relation: "helpdesk.ticket.type"});
    _records = [{id: 7, name: "Panne", type_id: 1}];
}
class TicketType extends models.Model {
    _name = "helpdesk.ticket.type";
    name = fields.Char();
    _records = [{id: 1, name: "Panne"}];
}
defineMailModels();
defineModels([Ticket, TicketType]);

const ROWS = [
    {model: "helpdesk.ticket", id: 7, title: "T-00042 – Panne", subtitle: "Régie du Lac", matched: "number"},
    {model: "res.partner", id: 3, title: "Régie du Lac", subtitle: "04 50 12 34 56", matched: "name"},
];

test("the shortcut opens the search; the first result opens with Enter, in the server's order", async () => {
    const asked = [];
    // The reminders of the bar ask for theirs as soon as the client starts
    onRpc("mail.activity", "duret_pending_reminders", () => ({now: "2026-11-20 10:00:00", reminders: []}));
    onRpc("duret.search", "find", ({args, kwargs}) => {
        asked.push([args[0], kwargs.limit]);
        return ROWS;
    });
    await mountWithCleanup(WebClient);
    const opened = [];
    mockService("action", {doAction: (action) => opened.push([action.res_model, action.res_id])});
    await press(["alt", "shift", "f"]);
    await animationFrame();
    expect(".o_command_palette input").toBeFocused();
    expect(asked).toEqual([]);
    await contains(".o_command_palette input").fill("t42", {confirm: false});
    await runAllTimers();
    await animationFrame();
    expect(asked.at(-1)[0]).toBe("t42");
    expect(".o_duret_search_result").toHaveCount(2);
    expect(".o_command.focused .o_command_name").toHaveText("T-00042 – Panne");
});

const ANSWERS = [
    {id: 1, name: "Rappel manqué", for_type: true, for_all: false, uses: 5},
    {id: 2, name: "Devis envoyé", for_type: true, for_all: false, uses: 1},
    {id: 3, name: "Clôture", for_type: false, for_all: true, uses: 0},
    {id: 4, name: "Remerciement", for_type: false, for_all: true, uses: 0},
    {id: 5, name: "Facture", for_type: false, for_all: false, uses: 9},
];

async function mountTicket() {
    onRpc("helpdesk.ticket", "duret_answer_templates", () => ANSWERS);
    await mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 7,
        arch: `<form><field name="name" /><field name="type_id" /><widget name="duret_answers" /></form>`,
    });
}

test("the best models are one click away; the click opens the mail of this ticket", async () => {
    const composed = [];
    onRpc("helpdesk.ticket", "duret_compose_answer", ({args}) => {
        composed.push(args);
        return {type: "ir.actions.act_window_close"};
    });
    await mountTicket();
    expect(".o_duret_answer").toHaveCount(4);
    expect(".o_duret_answer:first").toHaveText("Rappel manqué");
    await contains(".o_duret_answer[data-answer='2']").click();
    expect(composed).toEqual([[7, 2]]);
});

test("the list of all models is searched without accents, Enter takes the first", async () => {
    const composed = [];
    onRpc("helpdesk.ticket", "duret_compose_answer", ({args}) => {
        composed.push(args[1]);
        return {type: "ir.actions.act_window_close"};
    });
    await mountTicket();
    await contains(".o_duret_answers_all").click();
    expect(".o_duret_answers_item").toHaveCount(5);
    await contains(".o_duret_answers_search").edit("cloture", {confirm: false});
    await animationFrame();
    expect(".o_duret_answers_item").toHaveCount(1);
    await press("Enter");
    await animationFrame();
    expect(composed).toEqual([3]);
});

test("a ticket without a model shows no bar", async () => {
    onRpc("helpdesk.ticket", "duret_answer_templates", () => []);
    await mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 7,
        arch: `<form><field name="name" /><field name="type_id" /><widget name="duret_answers" /></form>`,
    });
    expect(".o_duret_answers").toHaveCount(0);
});
