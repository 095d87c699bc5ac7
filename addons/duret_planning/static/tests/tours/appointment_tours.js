import {registry} from "@web/core/registry";

const SLOTS = ".o_duret_appointment:has(.o_duret_slot[data-rank='2'])";

function press(key, selector, options = {}) {
    return () => {
        const target = selector ? document.querySelector(selector) : document.activeElement || document.body;
        target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...options}));
    };
}

const OPEN = {
    content: "One shortcut on the ticket opens the form",
    trigger: ".o_form_view .o_duret_appointment_button",
    run: press("r", "body", {altKey: true, shiftKey: true}),
};

registry.category("web_tour.tours").add("duret_planning.appointment_from_ticket", {
    steps: () => [
        OPEN,
        {
            content: "The three best times, the first one chosen and in focus",
            trigger: `${SLOTS} .o_duret_slot[data-rank='0']:focus`,
            run: press("ArrowDown"),
        },
        {
            content: "The second one",
            trigger: `${SLOTS} .o_duret_slot[data-rank='1']:focus`,
            run: press("Enter"),
        },
        {
            content: "It is booked",
            trigger: ".o_duret_booked",
        },
        {trigger: "body:not(:has(.o_duret_appointment))"},
        {trigger: ".o_form_view .o_form_saved, .o_form_view .o_form_button_create, .o_form_view"},
    ],
});

registry.category("web_tour.tours").add("duret_planning.appointment_others", {
    steps: () => [
        OPEN,
        {
            trigger: `${SLOTS} .o_duret_slot[data-rank='0']:focus`,
            run: press("a"),
        },
        {
            content: "More times, with filters",
            trigger: ".o_duret_appointment:has(.o_duret_slot[data-rank='5']) .o_duret_filters button[name=afternoon]",
            run: "click",
        },
        {
            content: "Enter books the first of them",
            trigger:
                ".o_duret_appointment:has(button[name=afternoon][aria-pressed=true]) .o_duret_slot[data-rank='0']:focus",
            run: press("Enter"),
        },
        {trigger: ".o_duret_booked"},
        {trigger: "body:not(:has(.o_duret_appointment))"},
    ],
});

registry.category("web_tour.tours").add("duret_planning.appointment_from_call", {
    steps: () => [
        {
            trigger: ".o_web_client:has(.o_action_manager > *) .o_duret_new_call_systray button",
            run: press("n", "body", {altKey: true, shiftKey: true}),
        },
        {
            trigger: ".o_duret_new_call input[name=caller]",
            run: "edit 06 12 34 56 78",
        },
        {
            trigger: ".o_duret_caller_box [data-kind='res.partner'].active",
        },
        {
            trigger: ".o_duret_new_call input[name=caller]",
            run: press("Enter", ".o_duret_new_call input[name=caller]"),
        },
        {
            content: "The client is there; his reason",
            trigger: ".o_duret_new_call:has(.o_duret_client_card) input[name=subject]:focus",
            run: "edit Plus de courant dans la cuisine",
        },
        {
            content: "One key notes the call, opens the ticket and shows the times",
            trigger: ".o_duret_new_call button[name=appointment]",
            run: press("r", ".o_duret_new_call input[name=subject]", {altKey: true, shiftKey: true}),
        },
        {
            trigger: `${SLOTS} .o_duret_slot[data-rank='0']:focus`,
            run: press("Enter"),
        },
        {trigger: ".o_duret_booked"},
        {trigger: "body:not(:has(.o_duret_appointment))"},
    ],
});
