import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    getService,
    makeServerError,
    mockService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {
    contactFrom,
    emptyDraft,
    isNewNumber,
    isStarted,
    toServer,
} from "@duret_helpdesk/components/new_call/call_draft";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {press} from "@odoo/hoot-dom";

describe.current.tags("desktop");

class NewCall extends models.Model {
    _name = "duret.new.call";
}

defineModels([NewCall]);
defineMailModels();

const CARD = {
    id: 7,
    name: "Aline Perrissin",
    company: "",
    function: "",
    address: "",
    email: "",
    note: "",
    phones: [{e164: "+33450123456", number: "04 50 12 34 56", note: ""}],
    sections: [
        {
            code: "tickets",
            title: "Tickets",
            icon: "fa-ticket",
            sequence: 10,
            empty: "None",
            rows: [
                {
                    model: "helpdesk.ticket",
                    id: 3,
                    number: "T-00003",
                    title: "Panne",
                    subtitle: "",
                    badge: "Ouvert",
                    tone: "secondary",
                },
            ],
        },
    ],
};
const CLIENT = {model: "res.partner", id: 7, title: "Aline Perrissin", subtitle: "Annecy", matched: "phone"};
const OTHER = {model: "res.partner", id: 8, title: "Paul Perrissin", subtitle: "Annecy", matched: "phone"};

const SAVED = {call_id: 1, ticket_id: 2, ticket_number: "T-00002", partner_id: 7, callback: false};

/**
 * Opens the form over a server that gives these answers.
 *
 * @param {Object} answers what a method of the server gives, by its name
 * @returns {Promise<Object[]>} what was sent to be saved, in order
 */
async function openForm(answers = {}) {
    const sent = [];
    const given = {
        start: () => ({types: [{code: "breakdown", name: "Panne"}], chips: ["demain 9h"]}),
        lookup: () => ({results: [CLIENT], number: "04 50 12 34 56", masked: false}),
        open_caller: () => ({card: CARD, ticket: false}),
        read_deadline: () => ({text: "demain à 9 h", closed: false}),
        propose_type: () => false,
        find_duplicates: () => [],
        log: () => SAVED,
        ...answers,
    };
    for (const [name, answer] of Object.entries(given)) {
        onRpc("duret.new.call", name, ({args}) => {
            if (name === "log") {
                sent.push(args[0]);
            }
            return answer(...args);
        });
    }
    mockService("notification", {add: (message, {type}) => expect.step(type)});
    await mountWithCleanup(MainComponentsContainer);
    getService("duret_new_call").open();
    await animationFrame();
    return sent;
}

async function settle() {
    for (let round = 0; round < 3; round++) {
        await advanceTime(500);
        await animationFrame();
    }
}

async function typeCaller(text) {
    await contains("input[name=caller]").edit(text, {confirm: false});
    await settle();
}

async function enter() {
    await press("Enter");
    await settle();
}

test("an empty form has a key of its own and is not worth keeping", () => {
    const [one, other] = [emptyDraft(), emptyDraft()];
    expect(one.key).not.toBe(other.key);
    expect(isStarted(one)).toBe(false);
    expect(isStarted({...one, subject: "Panne"})).toBe(true);
});

test("what is sent says the way of the call and only what was chosen", () => {
    const draft = {...emptyDraft(), caller: "client", card: CARD, subject: "Panne", number: "04.50.12.34.56"};
    const sent = toServer({...draft, way: "made"}, "ticket");
    expect(sent.direction).toBe("out");
    expect(sent.answered).toBe(true);
    expect(sent.partner_id).toBe(7);
    expect(sent.contact).toBe(false);
    expect(sent.add_number).toBe(false);
    expect(toServer({...draft, way: "missed"}, "note").answered).toBe(false);
    expect(toServer({...draft, caller: "masked", card: null}, "note").partner_id).toBe(false);
});

test("what was typed of an unknown caller is not typed again: digits are a number, words a name", () => {
    const shown = "04 50 12 34 56";
    expect(contactFrom(" Perrin Gaston 0450 12 34 56 ", shown)).toEqual({name: "Perrin Gaston", phone: shown});
    expect(contactFrom("+33 (0)4 50 12 34 56", shown)).toEqual({name: "", phone: shown});
    expect(contactFrom("Tél. : 0450123456", shown)).toEqual({name: "", phone: shown});
    expect(contactFrom("04 50 12 34", "")).toEqual({name: "", phone: "04 50 12 34"});
    expect(contactFrom("Résidence 4 saisons", "")).toEqual({name: "Résidence 4 saisons", phone: ""});
});

test("a number that the sheet has in another writing is not new", () => {
    const draft = {...emptyDraft(), caller: "client", card: CARD};
    expect(isNewNumber({...draft, number: "0450123456"})).toBe(false);
    expect(isNewNumber({...draft, number: "06 12 34 56 78"})).toBe(true);
    expect(isNewNumber({...draft, number: ""})).toBe(false);
    expect(isNewNumber({...draft, caller: "new", number: "06 12 34 56 78"})).toBe(false);
});

test("known client: the first hit is chosen, and two keys write everything", async () => {
    const sent = await openForm();
    expect("input[name=caller]").toBeFocused();
    await typeCaller("+33 4 50 12 34 56");
    expect(".o_duret_caller_box [data-id='7']").toHaveClass("active");
    await enter();
    expect(".o_duret_client_card [name=name]").toHaveText("Aline Perrissin");
    expect("input[name=subject]").toBeFocused();
    await contains("input[name=subject]").edit("Panne", {confirm: false});
    await contains("input[name=callback]").edit("demain 9h", {confirm: false});
    await settle();
    expect("[name=callback_said]").toHaveText("demain à 9 h");
    await enter();
    expect(sent).toHaveLength(1);
    expect(sent[0].partner_id).toBe(7);
    expect(sent[0].subject).toBe("Panne");
    expect(sent[0].callback).toBe("demain 9h");
    expect(sent[0].mode).toBe("ticket");
    expect(".o_duret_new_call").toHaveCount(0);
    expect.verifySteps(["success"]);
});

test("arrows move in the list; Enter before the list never picks one of several", async () => {
    await openForm({lookup: () => ({results: [CLIENT, OTHER], number: "04 50 12 34 56", masked: false})});
    await contains("input[name=caller]").edit("0450123456", {confirm: false});
    await press("Enter");
    await settle();
    expect(".o_duret_client_card").toHaveCount(0);
    expect(".o_duret_caller_box [role=option]").toHaveCount(4);
    await press("ArrowDown");
    await animationFrame();
    expect(".o_duret_caller_box [data-id='8']").toHaveClass("active");
    await press("ArrowUp");
    await press("ArrowUp");
    await animationFrame();
    expect(".o_duret_caller_box [data-id='7']").toHaveClass("active");
});

test("Enter typed too early takes the only hit when it comes", async () => {
    await openForm();
    await contains("input[name=caller]").edit("0450123456", {confirm: false});
    await press("Enter");
    await settle();
    expect(".o_duret_client_card").toHaveCount(1);
});

test("an answer that comes late is dropped", async () => {
    let free = null;
    await openForm({
        lookup: (text) =>
            text === "first"
                ? new Promise((resolve) => {
                      free = () => resolve({results: [OTHER], number: false, masked: false});
                  })
                : {results: [CLIENT], number: false, masked: false},
    });
    await typeCaller("first");
    await typeCaller("second");
    free();
    await settle();
    expect(".o_duret_caller_box [data-id='7']").toHaveCount(1);
    expect(".o_duret_caller_box [data-id='8']").toHaveCount(0);
});

test("double Enter sends once", async () => {
    let free = null;
    const sent = await openForm({log: () => new Promise((resolve) => (free = () => resolve(SAVED)))});
    await typeCaller("0450123456");
    await enter();
    await contains("input[name=subject]").edit("Panne", {confirm: false});
    await press("Enter");
    await press("Enter");
    await settle();
    expect(sent).toHaveLength(1);
    expect("button[name=save]").toHaveAttribute("disabled");
    free();
    await settle();
    expect.verifySteps(["success"]);
});

test("a cut network loses nothing: the same key is sent again", async () => {
    let isCut = true;
    const sent = await openForm({
        log: () => {
            if (isCut) {
                return new Response("", {status: 502});
            }
            return SAVED;
        },
    });
    await typeCaller("0450123456");
    await enter();
    await contains("input[name=subject]").edit("Panne", {confirm: false});
    await enter();
    expect(".o_duret_new_call [name=error]").toHaveCount(1);
    isCut = false;
    await enter();
    expect(sent).toHaveLength(2);
    expect(sent[1].key).toBe(sent[0].key);
    expect.verifySteps(["success"]);
});

test("a refusal is shown in the form, which keeps what was typed", async () => {
    const sent = await openForm({
        log: () => {
            throw makeServerError({type: "UserError", message: "Trop long"});
        },
    });
    await typeCaller("0450123456");
    await enter();
    await contains("input[name=subject]").edit("Panne", {confirm: false});
    await enter();
    expect(sent).toHaveLength(1);
    expect(".o_duret_new_call [name=error]").toHaveText("Trop long");
    expect("input[name=subject]").toHaveValue("Panne");
});

test("nobody chosen: nothing is sent", async () => {
    const sent = await openForm();
    await contains("input[name=subject]").edit("Panne", {confirm: false});
    await enter();
    expect(sent).toHaveLength(0);
    expect(".o_duret_new_call [name=error]").toHaveCount(1);
});

test("a ticket of the card takes the call, and gives it back", async () => {
    const sent = await openForm();
    await typeCaller("0450123456");
    await enter();
    await contains(".o_duret_client_card [data-id='3']").click();
    await settle();
    expect(".o_duret_call_ticket").toHaveText(/T-00003/);
    expect("button[data-type]").toHaveCount(0);
    await contains("button[name=detach]").click();
    expect(".o_duret_call_ticket").toHaveCount(0);
    await contains(".o_duret_client_card [data-id='3']").click();
    await contains("button[name=answered_now]").click();
    await settle();
    expect(sent[0].ticket_id).toBe(3);
    expect(sent[0].mode).toBe("answered_now");
    expect.verifySteps(["success"]);
});

test("the words of the subject propose a type; a click wins over them", async () => {
    const sent = await openForm({propose_type: () => "breakdown"});
    await typeCaller("0450123456");
    await enter();
    await contains("input[name=subject]").edit("Plus de courant", {confirm: false});
    await settle();
    expect("button[data-type=breakdown]").toHaveAttribute("aria-pressed", "true");
    await contains("button[data-type=breakdown]").click();
    await contains("button[data-type=breakdown]").click();
    expect("button[data-type=breakdown]").toHaveAttribute("aria-pressed", "false");
    await contains("input[name=subject]").edit("Plus de courant du tout", {confirm: false});
    await settle();
    await enter();
    expect(sent[0].type).toBe("");
    expect.verifySteps(["success"]);
});

test("unknown caller: possible duplicates are shown, and only a click makes a second sheet", async () => {
    const known = {
        id: 9,
        name: "Zoé Quétand",
        subtitle: "",
        why: "same name",
        score: 70,
        sure: false,
        reasons: ["name"],
    };
    const sent = await openForm({
        lookup: () => ({results: [], number: "06 98 76 54 32", masked: false}),
        find_duplicates: () => [known],
        log: (values) => (values.confirmed ? SAVED : {duplicates: [known]}),
    });
    await typeCaller("0698765432");
    expect(".o_duret_caller_box [data-kind=new]").toHaveClass("active");
    await enter();
    expect("input[name=contact_phone]").toHaveValue("06 98 76 54 32");
    await contains("input[name=contact_name]").edit("Zoé Quétand", {confirm: false});
    await contains("input[name=subject]").edit("Devis", {confirm: false});
    await settle();
    await enter();
    expect(".o_duret_duplicates [data-id='9']").toBeFocused();
    expect(sent).toHaveLength(1);
    await contains("button[name=somebody_else]").click();
    await contains("input[name=subject]").click();
    await enter();
    expect(sent).toHaveLength(2);
    expect(sent[1].contact.name).toBe("Zoé Quétand");
    expect(sent[1].confirmed).toBe(true);
    expect.verifySteps(["success"]);
});

test("an unknown caller typed with his number: only the subject is left to write", async () => {
    const sent = await openForm({lookup: () => ({results: [], number: "06 98 76 54 32", masked: false})});
    await typeCaller("Zoé Quétand 0698765432");
    await enter();
    await settle();
    expect("input[name=subject]").toBeFocused();
    await contains("input[name=subject]").edit("Devis", {confirm: false});
    await settle();
    await enter();
    expect([sent[0].contact.name, sent[0].contact.phone]).toEqual(["Zoé Quétand", "06 98 76 54 32"]);
    expect.verifySteps(["success"]);
});

test("a contact of whom little is known yet can be made", async () => {
    await openForm({lookup: () => ({results: [], number: false, masked: false})});
    await typeCaller("Al");
    await enter();
    expect("input[name=contact_name]").toHaveValue("Al");
    expect(".o_duret_duplicates").toHaveCount(0);
});

test("a masked number is a call without a contact", async () => {
    const sent = await openForm({lookup: () => ({results: [], number: false, masked: true})});
    await typeCaller("masqué");
    expect(".o_duret_caller_box [role=option]").toHaveCount(1);
    await enter();
    await contains("input[name=subject]").edit("Horaires", {confirm: false});
    await contains("button[name=note]").click();
    await settle();
    expect(sent[0].partner_id).toBe(false);
    expect(sent[0].mode).toBe("note");
    expect.verifySteps(["success"]);
});

test("a form closed by mistake is there again; a saved one is not", async () => {
    await openForm();
    await typeCaller("0450123456");
    await enter();
    await contains("input[name=subject]").edit("Panne", {confirm: false});
    await press("Escape");
    await settle();
    expect(".o_duret_new_call").toHaveCount(0);
    getService("duret_new_call").open();
    await settle();
    expect("input[name=subject]").toHaveValue("Panne");
    expect(".o_duret_client_card").toHaveCount(1);
    await contains("input[name=subject]").click();
    await enter();
    getService("duret_new_call").open();
    await settle();
    expect("input[name=subject]").toHaveValue("");
    expect("button[name=clear]").toHaveCount(0);
    expect.verifySteps(["success"]);
});
