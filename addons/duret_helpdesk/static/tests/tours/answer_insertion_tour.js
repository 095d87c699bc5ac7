import {registry} from "@web/core/registry";

/** A model of answer is put into the mail with one click, read over, sent; the client's page of the ticket has it. */
registry.category("web_tour.tours").add("duret_answer_insertion_tour", {
    steps: () => [
        {
            content: "one click on the best model",
            trigger: ".o_duret_answers .o_duret_answer:first",
            run: "click",
        },
        {
            content: "the mail is ready: recipient and greeting are there",
            trigger: ".modal .o_mail_composer_form_view .note-editable:has(p)",
            run() {
                const text = this.anchor.textContent;
                for (const foreign of ["False", "{{", "t-out"]) {
                    if (text.includes(foreign)) {
                        throw new Error(`« ${foreign} » is shown in the mail`);
                    }
                }
                if (!this.anchor.querySelector("p")) {
                    throw new Error("the mail is empty");
                }
            },
        },
        {
            content: "send it",
            trigger: ".modal button[name='action_send_mail']",
            run: "click",
        },
        {
            content: "the mail is closed and the ticket is there again",
            trigger: "body:not(:has(.modal)) .o_duret_answers",
        },
        {
            content: "open the list of all models",
            trigger: ".o_duret_answers_all",
            run: "click",
        },
        {
            content: "search one",
            trigger: ".o_duret_answers_search",
            run: "edit consuel",
        },
        {
            content: "one is left; take it",
            trigger: ".o_duret_answers_menu:not(:has(.o_duret_answers_item:eq(1))) .o_duret_answers_item",
            run: "click",
        },
        {
            content: "its mail opens; leave it",
            trigger: ".modal .o_form_button_cancel, .modal .btn-close",
            run: "click",
        },
        {
            content: "back in the ticket",
            trigger: "body:not(:has(.modal)) .o_duret_answers",
        },
    ],
});
