import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {choiceOfKey, readDigit, typeDigit} from "@duret_satisfaction/components/opinion_entry/entry_keys";
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
import {press, queryOne} from "@odoo/hoot-dom";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {browser} from "@web/core/browser/browser";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class OpinionDesk extends models.Model {
    _name = "duret.opinion.desk";
}

defineModels([OpinionDesk]);
defineMailModels();

const scale = (id, title, min, max, required = false) => ({
    id,
    title,
    required,
    min,
    max,
    type: "scale",
    choices: [],
    input: "text",
});
const CALL_BACK = {
    ...scale(4, "Vous rappeler ?", 0, 0),
    type: "simple_choice",
    choices: [
        {id: 41, name: "Oui, rappelez-moi"},
        {id: 42, name: "Non, merci"},
    ],
};
const QUESTIONS = [
    scale(1, "Recommander ?", 0, 10, true),
    scale(2, "Accueil", 1, 5),
    {...scale(3, "Un mot ?", 0, 0), type: "text_box"},
    CALL_BACK,
];
const VISIT = {model: "fsm.order", id: 7, title: "Dépannage", subtitle: "VIS-7", badge: "", tone: "secondary"};
const OLDER = {...VISIT, id: 6, title: "Entretien"};
const FORM = {model: "fsm.order", id: 7, answered: "", questions: QUESTIONS, values: {}};
const OPENED = {client: {id: 5, name: "Odile Favre"}, subjects: [VISIT, OLDER], form: FORM};

/**
 * Opens the dialog over a server that gives these answers.
 *
 * @param {Object} answers what a method of the server gives, by its name
 * @param {Object} subject what the dialog is opened on
 * @returns {Promise<Object[]>} what was sent to be saved, in order
 */
async function openDialog(answers = {}, subject = {model: "fsm.order", id: 7}) {
    const sent = [];
    const given = {
        open: () => OPENED,
        open_form: (model, id) => ({...FORM, id}),
        lookup: () => [{model: "res.partner", id: 5, title: "Odile Favre", subtitle: "Annecy"}],
        save: () => ({id: 12, text: "Avis noté"}),
        ...answers,
    };
    for (const [name, answer] of Object.entries(given)) {
        onRpc("duret.opinion.desk", name, ({args}) => {
            if (name === "save") {
                sent.push(args[0]);
            }
            return answer(...args);
        });
    }
    mockService("notification", {add: (message) => expect.step(message)});
    await mountWithCleanup(MainComponentsContainer);
    getService("duret_opinion_entry").open(subject);
    await settle();
    return sent;
}

async function settle() {
    for (let round = 0; round < 3; round++) {
        await advanceTime(400);
        await animationFrame();
    }
}

async function type(...keys) {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
}

async function save() {
    await press(["Control", "Enter"]);
    await settle();
}

const focused = () => document.activeElement.dataset.question;

test("a digit is read from any keyboard, and never with Ctrl", () => {
    expect(readDigit({key: "7", code: "Digit7"})).toBe(7);
    expect(readDigit({key: "à", code: "Digit0"})).toBe(0);
    expect(readDigit({key: "&", code: "Digit1"})).toBe(1);
    expect(readDigit({key: "4", code: "Numpad4"})).toBe(4);
    expect(readDigit({key: "ArrowLeft", code: "Numpad4"})).toBe(null);
    expect(readDigit({key: "1", code: "Digit1", ctrlKey: true})).toBe(null);
    expect(readDigit({key: "a", code: "KeyQ"})).toBe(null);
});

test("ten is typed with two digits, everything else with one", () => {
    const nps = {min: 0, max: 10};
    const rating = {min: 1, max: 5};
    expect(typeDigit(null, 9, nps)).toEqual({mark: 9, isOver: true, rest: null});
    expect(typeDigit(null, 0, nps)).toEqual({mark: 0, isOver: true, rest: null});
    expect(typeDigit(null, 1, nps)).toEqual({mark: 1, isOver: false, rest: null});
    expect(typeDigit(1, 0, nps)).toEqual({mark: 10, isOver: true, rest: null});
    expect(typeDigit(1, 5, nps)).toEqual({mark: 1, isOver: true, rest: 5});
    expect(typeDigit(null, 1, rating)).toEqual({mark: 1, isOver: true, rest: null});
    expect(typeDigit(null, 6, rating)).toEqual({mark: null, isOver: false, rest: null});
    expect(typeDigit(null, 0, rating)).toEqual({mark: null, isOver: false, rest: null});
});

test("a choice has its number, and its letter when no other has it", () => {
    const {choices} = CALL_BACK;
    expect(choiceOfKey({key: "2", code: "Digit2"}, choices)).toBe(1);
    expect(choiceOfKey({key: "o", code: "KeyO"}, choices)).toBe(0);
    expect(choiceOfKey({key: "N", code: "KeyN"}, choices)).toBe(1);
    expect(choiceOfKey({key: "3", code: "Digit3"}, choices)).toBe(-1);
    expect(choiceOfKey({key: "o"}, [{name: "Oui"}, {name: "Ou bien"}])).toBe(-1);
});

test("a whole opinion is typed without the mouse", async () => {
    const sent = await openDialog();
    expect(focused()).toBe("1", {message: "the mark has the cursor at once"});
    await type("1", "0", "5");
    expect(focused()).toBe("3");
    await contains("textarea[data-question='3']").edit("10 sur 10", {confirm: false});
    await type("Tab");
    await type("n");
    expect(document.activeElement.name).toBe("save");
    await save();
    expect(sent).toEqual([
        {
            model: "fsm.order",
            id: 7,
            source: "phone",
            answers: {1: 10, 2: 5, 3: "10 sur 10", 4: 42},
        },
    ]);
    expect.verifySteps(["Avis noté"]);
    expect(".o_duret_opinion_entry").toHaveCount(0);
});

test("one is one when the next digit is the next mark", async () => {
    const sent = await openDialog();
    await type("1", "4");
    await save();
    expect(sent[0].answers).toEqual({1: 1, 2: 4});
    expect.verifySteps(["Avis noté"]);
});

test("a digit that the scale lacks is refused aloud and changes nothing", async () => {
    const sent = await openDialog();
    await type("8", "9");
    expect(focused()).toBe("2");
    expect(".o_duret_opinion_refused").toHaveCount(1);
    await type("3");
    expect(".o_duret_opinion_refused").toHaveCount(0);
    await save();
    expect(sent[0].answers).toEqual({1: 8, 2: 3});
    expect.verifySteps(["Avis noté"]);
});

test("arrows, deletion and leaving out", async () => {
    const sent = await openDialog();
    await type("7");
    await press(["Shift", "Tab"]);
    await animationFrame();
    expect(focused()).toBe("1");
    await type("ArrowRight", "ArrowRight", "ArrowLeft");
    await type("Enter");
    await type("4", "Tab");
    queryOne("[data-question='2']").focus();
    await type("Delete");
    await save();
    expect(sent[0].answers).toEqual({1: 8});
    expect.verifySteps(["Avis noté"]);
});

test("another visit of the client is one click away", async () => {
    const sent = await openDialog();
    expect(".o_duret_opinion_chosen").toHaveAttribute("data-subject", "fsm.order,7");
    await contains("[data-subject='fsm.order,6']").click();
    await settle();
    expect(".o_duret_opinion_chosen").toHaveAttribute("data-subject", "fsm.order,6");
    await type("9");
    await save();
    expect(sent[0].id).toBe(6);
    expect.verifySteps(["Avis noté"]);
});

test("an answer that is there is shown, and the form says that it corrects", async () => {
    const answered = {...FORM, answered: "Répondu 3/10.", values: {1: 3, 2: 2}};
    const sent = await openDialog({open: () => ({...OPENED, form: answered})});
    expect(".o_duret_opinion_answered").toHaveText("Répondu 3/10.");
    expect("[data-question='1']").toHaveAttribute("data-value", "3");
    await type("9");
    await save();
    expect(sent[0].answers).toEqual({1: 9, 2: 2});
    expect.verifySteps(["Avis noté"]);
});

test("papers are typed one after the other", async () => {
    browser.localStorage.setItem("duret_satisfaction.entry_source", "paper");
    const sent = await openDialog({}, null);
    await contains("input[name=caller]").edit("Favre", {confirm: false});
    await settle();
    await press("Enter");
    await settle();
    await type("6");
    await press(["Control", "Shift", "Enter"]);
    await settle();
    expect(sent[0].source).toBe("paper");
    expect(".o_duret_opinion_last").toHaveText("Avis noté");
    expect("input[name=caller]").toHaveCount(1, {message: "ready for the next one"});
    expect.verifySteps([]);
});

test("the form whose button opened the dialog is read again", async () => {
    await openDialog();
    await press("Escape");
    await settle();
    const action = {type: "ir.actions.client", tag: "duret_opinion_entry", params: {model: "fsm.order", id: 7}};
    await getService("action").doAction(action, {onClose: () => expect.step("read again")});
    await settle();
    await type("9");
    expect.verifySteps([]);
    await save();
    expect.verifySteps(["Avis noté", "read again"]);
});

test("what the server refuses is said, and what was typed stays", async () => {
    let isRefused = true;
    const sent = await openDialog({
        save: () => {
            if (isRefused) {
                isRefused = false;
                throw makeServerError({message: "Répondez à cette question.", type: "UserError"});
            }
            return {id: 12, text: "Avis noté"};
        },
    });
    await type("9");
    await save();
    expect("[name=error]").toHaveText("Répondez à cette question.");
    expect("[data-question='1']").toHaveAttribute("data-value", "9");
    await save();
    expect(sent).toHaveLength(2);
    expect.verifySteps(["Avis noté"]);
});

test("closed by mistake, the opinion is there again", async () => {
    await openDialog();
    await type("4");
    await press("Escape");
    await settle();
    getService("duret_opinion_entry").open({model: "fsm.order", id: 7});
    await settle();
    expect("[data-question='1']").toHaveAttribute("data-value", "4");
});

test("Ctrl+Enter twice saves once", async () => {
    const sent = await openDialog();
    await type("9");
    press(["Control", "Enter"]);
    await press(["Control", "Enter"]);
    await settle();
    expect(sent).toHaveLength(1);
    expect.verifySteps(["Avis noté"]);
});
