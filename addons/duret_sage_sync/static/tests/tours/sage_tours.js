import {registry} from "@web/core/registry";

/** A key pressed anywhere on the screen. */
function press(key) {
    return () => {
        document.activeElement?.blur();
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
    };
}

registry.category("web_tour.tours").add("duret_sage_sync.conflicts", {
    steps: () => [
        {
            content: "The record with both values, what differs is marked",
            trigger: ".o_duret_sage_card .o_duret_sage_chosen .o_duret_sage_value mark",
        },
        {content: "A click keeps Odoo's value", trigger: ".o_duret_sage_chosen [data-decide=ours]", run: "click"},
        {
            content: "The next field is chosen by itself; an arrow takes SAGE's value",
            trigger: ".o_duret_sage_conflict[data-decision=ours] ~ .o_duret_sage_chosen [data-decide=theirs]",
            run: press("ArrowRight"),
        },
        {
            content: "The next record comes by itself",
            trigger: ".o_duret_sage_done[data-done='2']",
        },
        {
            content: "It is another one",
            trigger: ".o_duret_sage_list li:nth-child(2).o_duret_sage_shown",
            run: press("z"),
        },
        {
            content: "The last decision is taken back, and its record is shown again",
            trigger: ".o_duret_sage_list li:nth-child(1).o_duret_sage_shown",
        },
        {content: "Only one is decided", trigger: ".o_duret_sage_done[data-done='1']"},
        {content: "Decide again", trigger: ".o_duret_sage_chosen [data-decide=theirs]", run: "click"},
        {content: "All others at once", trigger: ".o_duret_sage_list li:nth-child(2) input", run: "click"},
        {content: "The third too", trigger: ".o_duret_sage_list li:nth-child(3) input", run: "click"},
        {content: "All from SAGE", trigger: "[data-bulk=theirs]", run: "click"},
        {content: "Nothing is left", trigger: ".o_duret_sage_empty"},
    ],
});

registry.category("web_tour.tours").add("duret_sage_sync.matches", {
    steps: () => [
        {content: "Both records, and what differs", trigger: ".o_duret_sage_other[data-field=street] mark"},
        {content: "What is the same steps back", trigger: ".o_duret_sage_same[data-field=zip]"},
        {content: "Another candidate", trigger: ".o_duret_sage_candidates button:nth-child(2)", run: press("2")},
        {
            content: "It is chosen",
            trigger: ".o_duret_sage_candidates button:nth-child(2)[aria-selected=true]",
            run: press("1"),
        },
        {
            content: "The first again; it is the same",
            trigger: ".o_duret_sage_candidates button:nth-child(1)[aria-selected=true]",
        },
        {content: "The same client", trigger: "[data-answer=same]", run: "click"},
        {content: "The next question: put off", trigger: "[data-question$='/300']", run: press("ArrowRight")},
        {content: "Two different clients", trigger: "[data-question$='/301']", run: press("d")},
        {
            content: "Taken back",
            trigger: ".o_duret_sage_matches:has([data-done='2']) [data-question$='/300']",
            run: press("z"),
        },
        {content: "The same question again", trigger: "[data-question$='/301']"},
        {content: "Two different ones", trigger: "[data-answer=distinct]", run: "click"},
        {
            content: "What was put off comes last",
            trigger: "[data-question$='/300'] [data-answer=distinct]",
            run: "click",
        },
        {content: "Nothing is left", trigger: ".o_duret_sage_empty"},
    ],
});

registry.category("web_tour.tours").add("duret_sage_sync.cockpit", {
    steps: () => [
        {content: "The verdict", trigger: ".o_duret_sage_verdict[data-state=gaps]"},
        {content: "What waits", trigger: "[data-code=dead].o_duret_sage_waits"},
        {content: "Start a proof", trigger: "[data-method=action_prove]", run: "click"},
        {content: "It waits for its turn", trigger: ".o_duret_sage_under_way"},
        {content: "A figure opens its list", trigger: ".o_duret_sage_task[data-code=dead]", run: "click"},
        {content: "The sending that was given up", trigger: ".o_list_view .o_data_row [name=sentence]"},
    ],
});

registry.category("web_tour.tours").add("duret_sage_sync.record_tab", {
    steps: () => [
        {
            content: "Nothing of SAGE is shown before",
            trigger: ".o_notebook [name=duret_sage]:not(.active)",
            run: "click",
        },
        {content: "What has changed since both sides agreed", trigger: ".o_duret_sage_agreed .table-warning"},
        {content: "All fields", trigger: ".o_duret_sage_whole", run: "click"},
        {content: "Those that are equal too", trigger: ".o_duret_sage_agreed tr:not(.table-warning) td"},
        {content: "A conflict leads to its card", trigger: ".o_duret_sage_tab .btn-warning", run: "click"},
        {content: "The card", trigger: ".o_duret_sage_conflicts .o_duret_sage_card"},
    ],
});
