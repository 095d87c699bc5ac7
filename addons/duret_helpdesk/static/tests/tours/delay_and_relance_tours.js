import {registry} from "@web/core/registry";

/** « Why this delay? » from a request: the counted lines add up to the total. */
registry.category("web_tour.tours").add("duret_helpdesk.why_this_delay", {
    steps: () => [
        {
            content: "the badge says what is left",
            trigger: ".o_form_view .o_duret_sla",
        },
        {
            content: "ask why",
            trigger: "button[name='action_duret_explain_clock']",
            run: "click",
        },
        {
            content: "two clocks are explained, and the minutes of each add up to its total",
            trigger: ".modal .o_duret_clock_table tfoot",
            run() {
                const tables = [...document.querySelectorAll(".modal .o_duret_clock_table")];
                if (tables.length !== 2) {
                    throw new Error(`${tables.length} clocks instead of 2`);
                }
                const minutes = (text) => {
                    const [, hours = "0", rest = "0"] = text.match(/(?:(\d+)\s*h)?\s*(?:(\d+)(?:\s*min)?)?/);
                    return Number(hours) * 60 + Number(rest);
                };
                for (const table of tables) {
                    const lines = [...table.querySelectorAll("tbody strong")];
                    const sum = lines.reduce((total, line) => total + minutes(line.textContent.trim()), 0);
                    const total = minutes(table.querySelector("tfoot .text-end").textContent.trim());
                    if (!sum || sum !== total) {
                        throw new Error(`${lines.length} lines: ${sum} minutes instead of ${total}`);
                    }
                }
            },
        },
        {
            content: "close the window",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "the request is there again",
            trigger: "body:not(:has(.modal)) .o_form_view .o_duret_sla",
        },
    ],
});

/** Whom would the rules follow up tomorrow, and why not the others; from there into the document's own page. */
registry.category("web_tour.tours").add("duret_helpdesk.relance_preview", {
    steps: () => [
        {
            content: "who is followed up stands in the list",
            trigger: ".o_list_view .o_data_row:has([name='partner_id'])",
            run() {
                const rows = document.querySelectorAll(".o_list_view .o_data_row");
                if (rows.length !== 1) {
                    throw new Error(`${rows.length} clients instead of 1`);
                }
            },
        },
        {
            content: "take the filter away: those who are not, too",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            content: "both are listed",
            trigger: ".o_list_view:has(.o_data_row:nth-child(2))",
        },
        {
            content: "open the document of the first one",
            trigger: ".o_data_row button[name='action_open_record']",
            run: "click",
        },
        {
            content: "read its follow-ups",
            trigger: ".o_form_view .nav-link[name='duret_relance']",
            run: "click",
        },
        {
            content: "what comes next is said",
            trigger: ".o_field_widget[name='duret_relance_text']:not(:empty)",
        },
    ],
});

/** A manager pauses a rule and resumes it. */
registry.category("web_tour.tours").add("duret_helpdesk.relance_rule", {
    steps: () => [
        {
            content: "pause the rule",
            trigger: "button[name='action_pause']",
            run: "click",
        },
        {
            content: "confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "the ribbon says so; resume",
            trigger: ".o_form_view:has(.ribbon) button[name='action_resume']",
            run: "click",
        },
        {
            content: "it is at work again",
            trigger: ".o_form_view button[name='action_pause']",
        },
    ],
});
