import {registry} from "@web/core/registry";

/** Where the mouse is sent: the middle of an element, or a share of its width. */
function point(selector, share = 0.5) {
    const {left, top, width, height} = document.querySelector(selector).getBoundingClientRect();
    return {clientX: left + width * share, clientY: top + height / 2};
}

function send(target, type, at) {
    const options = {bubbles: true, cancelable: true, button: 0, pointerType: "mouse", isPrimary: true, ...at};
    target.dispatchEvent(new PointerEvent(type, options));
}

const rest = (time = 60) => new Promise((resolve) => setTimeout(resolve, time));

/** While the server is asked about a visit nothing can be taken in hand, a slow machine's answer included. */
async function idle() {
    for (let tries = 0; tries < 100 && document.querySelector(".o_duret_chip_busy"); tries++) {
        await rest(100);
    }
}

/** Take an element with the mouse, carry it and let it go: the events of a hand, one after the other. */
async function drag(from, to, share) {
    await idle();
    const element = document.querySelector(from);
    const start = point(from, 0.05);
    send(element, "pointerdown", start);
    await rest();
    for (const part of [0.2, 0.6, 1]) {
        const end = point(to, share);
        const clientX = start.clientX + (end.clientX - start.clientX) * part;
        const clientY = start.clientY + (end.clientY - start.clientY) * part;
        send(document.elementFromPoint(clientX, clientY) || document.body, "pointermove", {clientX, clientY});
        await rest();
    }
    const end = point(to, share);
    send(document.elementFromPoint(end.clientX, end.clientY) || document.body, "pointerup", end);
}

const ids = () => JSON.parse(sessionStorage.getItem("duret_board_tour"));
const visit = (name) => `.o_duret_lines .o_duret_chip[data-visit="${ids()[name]}"]`;
const track = (name) => `[data-track="${ids()[name]}"]`;

/** Steps wait for what a function finds: the ids are not known when this file is read. */
function until(content, find) {
    return {
        content,
        trigger: ".o_duret_board",
        async run() {
            for (let tries = 0; tries < 100; tries++) {
                if (find()) {
                    return;
                }
                await rest(100);
            }
            throw new Error(`never: ${content}`);
        },
    };
}

function act(content, run) {
    return {content, trigger: ".o_duret_board", run};
}

registry.category("web_tour.tours").add("duret_planning.board_drag", {
    steps: () => [
        until("The board shows the day's visits", () => document.querySelector(visit("own"))),
        act("Take a visit to the other technician", () => drag(visit("own"), track("eve"), 0.5)),
        until("It stands in her row", () =>
            document.querySelector(`${track("eve")} .o_duret_chip[data-visit="${ids().own}"]`)
        ),
        act("Take what waits to the first technician", () =>
            drag(`.o_duret_waiting .o_duret_chip[data-visit="${ids().waiting}"]`, track("luc"), 0.3)
        ),
        until("It stands in his row", () =>
            document.querySelector(`${track("luc")} .o_duret_chip[data-visit="${ids().waiting}"]`)
        ),
        act("Late in the evening is unusual", () => drag(visit("waiting"), track("luc"), 0.97)),
        {content: "The board asks", trigger: ".modal .btn-secondary", run: "click"},
        until("Nothing moved", () => !document.querySelector(".modal") && document.querySelector(visit("waiting"))),
        act("On top of another visit", () => drag(visit("waiting"), `${track("eve")} .o_duret_chip`, 0.2)),
        {content: "Refused, and said", trigger: ".o_notification"},
        act("The last move is undone", () => document.querySelector(".o_duret_undo").click()),
        until("It waits again", () =>
            document.querySelector(`.o_duret_waiting .o_duret_chip[data-visit="${ids().waiting}"]`)
        ),
        act("The week", () => document.querySelector(".o_duret_mode_week").click()),
        until("A column a day", () => document.querySelectorAll(".o_duret_day_head").length >= 5),
        until("A pin on the map", () => document.querySelector(`.o_duret_pin[data-visit="${ids().own}"]`)),
    ],
});

registry.category("web_tour.tours").add("duret_planning.board_other_person", {
    steps: () => [
        until("The board shows everybody", () => document.querySelector(visit("other"))),
        act("Somebody else's visit is not taken in hand", async () => {
            if (document.querySelector(visit("other")).matches(".o_duret_chip_movable")) {
                throw new Error("it can be dragged");
            }
            await drag(visit("other"), track("luc"), 0.8);
        }),
        until("It is where it was", () =>
            document.querySelector(`${track("eve")} .o_duret_chip[data-visit="${ids().other}"]`)
        ),
    ],
});

registry.category("web_tour.tours").add("duret_planning.board_live", {
    steps: () => [
        until("The visit stands in his row", () =>
            document.querySelector(`${track("luc")} .o_duret_chip[data-visit="${ids().own}"]`)
        ),
        act("It is moved elsewhere than on this board", async () => {
            await rest(1500);
            const {orm} = odoo.__WOWL_DEBUG__.root.env.services;
            await orm.call("fsm.order", "write", [[ids().own], {scheduled_date_start: ids().later}]);
        }),
        until("It moved without reload", () => {
            const left = (name) => parseFloat(document.querySelector(visit(name)).style.left);
            return left("own") > left("other") + 20;
        }),
    ],
});
