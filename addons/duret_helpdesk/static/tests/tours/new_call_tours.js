import {registry} from "@web/core/registry";

// A screen that is still being loaded closes the dialogs of the one before it.
const READY = ".o_web_client:has(.o_action_manager > *) .o_duret_new_call_systray button";

/** A key pressed on the element that the step waits for. */
function press(key, options = {}) {
    return ({trigger}) => {
        const target = document.querySelector(trigger);
        target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...options}));
    };
}

function pressOn(selector, key) {
    return () => press(key)({trigger: selector});
}

const OPEN = [
    {
        content: "The shortcut opens the form from any screen",
        trigger: READY,
        run: () => {
            document.body.dispatchEvent(
                new KeyboardEvent("keydown", {key: "n", altKey: true, shiftKey: true, bubbles: true})
            );
        },
    },
];

registry.category("web_tour.tours").add("duret_helpdesk.new_call_known", {
    steps: () => [
        ...OPEN,
        {
            content: "A number in another writing",
            trigger: ".o_duret_new_call input[name=caller]",
            run: "edit +33 (0)4 50 12 34 56",
        },
        {
            content: "The first hit is chosen already",
            trigger: ".o_duret_caller_box [data-kind='res.partner'].active",
        },
        {
            content: "Enter takes it",
            trigger: ".o_duret_new_call input[name=caller]",
            run: pressOn(".o_duret_new_call input[name=caller]", "Enter"),
        },
        {
            content: "The card is there, the cursor is in the subject",
            trigger: ".o_duret_new_call:has(.o_duret_client_card [data-section=tickets]) input[name=subject]:focus",
            run: "edit Plus de courant dans la cuisine",
        },
        {
            content: "Until when to call back",
            trigger: ".o_duret_new_call input[name=callback]",
            run: "edit demain 9h",
        },
        {
            content: "It is said back",
            trigger: ".o_duret_callback [name=callback_said]",
        },
        {
            content: "Enter writes everything",
            trigger: ".o_duret_new_call input[name=callback]",
            run: pressOn(".o_duret_new_call input[name=callback]", "Enter"),
        },
        {trigger: ".o_duret_call_saved"},
        {trigger: "body:not(:has(.o_duret_new_call))"},
    ],
});

registry.category("web_tour.tours").add("duret_helpdesk.new_call_unknown", {
    steps: () => [
        {
            content: "The button of the bar opens the form",
            trigger: READY,
            run: "click",
        },
        {
            content: "A number that nobody has",
            trigger: ".o_duret_new_call input[name=caller]",
            run: "edit 06 98 76 54 32",
        },
        {
            content: "A new contact is proposed",
            trigger: ".o_duret_caller_box [data-kind=new].active",
        },
        {
            trigger: ".o_duret_new_call input[name=caller]",
            run: pressOn(".o_duret_new_call input[name=caller]", "Enter"),
        },
        {
            content: "The number is there, the name is asked",
            trigger: ".o_duret_new_contact input[name=contact_name]",
            run: "edit Zoé Quétand",
        },
        {
            content: "Somebody of that name is known",
            trigger: ".o_duret_duplicates button[data-id]",
        },
        {
            trigger: ".o_duret_new_call input[name=subject]",
            run: "edit Devis pour une borne de recharge",
        },
        {
            trigger: ".o_duret_new_call button[data-type=quotation]",
            run: "click",
        },
        {
            content: "Nobody is doubled unasked",
            trigger: ".o_duret_new_call input[name=subject]",
            run: pressOn(".o_duret_new_call input[name=subject]", "Enter"),
        },
        {
            content: "The first possible duplicate has the focus",
            trigger: ".o_duret_duplicates button[data-id]:focus",
        },
        {
            trigger: ".o_duret_duplicates button[name=somebody_else]",
            run: "click",
        },
        {
            trigger: ".o_duret_new_call:not(:has(.o_duret_duplicates)) input[name=subject]",
            run: pressOn(".o_duret_new_call input[name=subject]", "Enter"),
        },
        {trigger: ".o_duret_call_saved"},
        {trigger: "body:not(:has(.o_duret_new_call))"},
    ],
});
