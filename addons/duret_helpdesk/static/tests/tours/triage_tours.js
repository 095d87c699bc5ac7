import {registry} from "@web/core/registry";

/** A key pressed anywhere on the screen. */
function press(key) {
    return () => {
        document.activeElement?.blur();
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
    };
}

/** The number of the request shown, kept to see that the next one is another. */
function shown() {
    return document.querySelector(".o_duret_triage_page").dataset.ticket;
}

let before = "";

registry.category("web_tour.tours").add("duret_helpdesk.triage_correction", {
    steps: () => [
        {
            content: "The message, the proposal and the words that decided",
            trigger: ".o_duret_triage_letter mark",
        },
        {
            content: "The proposal is explained",
            trigger: ".o_duret_triage_proposal .o_duret_triage_sentence:not(:empty)",
            run() {
                before = shown();
            },
        },
        {
            content: "Another type is right: one click corrects",
            trigger: ".o_duret_triage_types [data-code=complaint]",
            run: "click",
        },
        {
            content: "The next request appears by itself",
            trigger: ".o_duret_triage_done",
            run() {
                if (shown() === before) {
                    throw new Error("the same request is still shown");
                }
                before = shown();
            },
        },
        {
            content: "Put off: it comes back at the end",
            trigger: ".o_duret_triage_skip",
            run: "click",
        },
        {
            content: "The third request",
            trigger: ".o_duret_triage_letter h2:has(mark)",
            async run() {
                await new Promise((resolve) => setTimeout(resolve, 300));
                if (shown() === before) {
                    throw new Error("the request that was put off is still shown");
                }
            },
        },
        {content: "A figure chooses a type", trigger: ".o_duret_triage_page", run: press("5")},
        {
            content: "What was put off is back",
            trigger: ".o_duret_triage_letter",
            async run() {
                await new Promise((resolve) => setTimeout(resolve, 300));
                if (shown() !== before) {
                    throw new Error("the request that was put off did not come back");
                }
            },
        },
        {content: "Enter accepts the proposal", trigger: ".o_duret_triage_accept", run: press("Enter")},
        {content: "Nothing is left", trigger: ".o_duret_triage_empty"},
    ],
});
