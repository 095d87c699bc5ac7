import {registry} from "@web/core/registry";

const DIALOG = ".o_duret_opinion_entry";
const MARK = `${DIALOG} [data-question]:focus`;

/** A key as a French keyboard gives it, on whatever has the cursor. */
function press(key, options = {}) {
    return () => {
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...options})
        );
    };
}

registry.category("web_tour.tours").add("duret_satisfaction.opinion_entry", {
    steps: () => [
        {
            content: "The shortcut opens the form from any screen",
            trigger: ".o_web_client:has(.o_action_manager > *)",
            run: press("s", {altKey: true, shiftKey: true}),
        },
        {
            content: "Who speaks",
            trigger: `${DIALOG} input[name=caller]`,
            run: "edit Quetglas Zenobie",
        },
        {
            content: "The first hit is chosen already",
            trigger: `${DIALOG} [data-kind='res.partner'].active`,
            run: press("Enter"),
        },
        {
            content: "The last visit is proposed, the cursor is in the mark",
            trigger: `${DIALOG}:has(.o_duret_opinion_chosen) [data-question]:focus`,
            run: press("&", {code: "Digit1"}),
        },
        {
            content: "Ten: its second digit",
            trigger: `${MARK}[data-value='1']`,
            run: press("à", {code: "Digit0"}),
        },
        ...[5, 4, 5, 5, 3].map((digit) => ({
            content: `A rating of ${digit}`,
            trigger: `${MARK}:not([data-value])`,
            run: press(String(digit), {code: `Digit${digit}`}),
        })),
        {
            content: "The comment",
            trigger: `${DIALOG} textarea:focus`,
            run: "edit Très bien, merci",
        },
        {
            content: "To call back: no",
            trigger: `${DIALOG} .o_duret_opinion_choices`,
            run: ({anchor}) => {
                anchor.focus();
                press("é", {code: "Digit2"})();
            },
        },
        {
            content: "Ctrl+Enter saves",
            trigger: `${DIALOG} button[name=save]:focus`,
            run: press("Enter", {ctrlKey: true}),
        },
        {trigger: ".o_duret_opinion_saved"},
        {trigger: `body:not(:has(${DIALOG}))`},
    ],
});
