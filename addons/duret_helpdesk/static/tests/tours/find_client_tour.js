import {registry} from "@web/core/registry";

/** With the keyboard only: search a telephone number, open the client; then read his history. */
registry.category("web_tour.tours").add("duret_find_client_tour", {
    steps: () => [
        {
            content: "the page is there: open the search with its shortcut",
            trigger: "body:has(.o_action_manager .o_renderer) .o_duret_search_systray",
            run: "press alt+shift+f",
        },
        {
            content: "type a number the way it is dictated",
            trigger: ".o_command_palette input",
            // « edit » would empty the box first, which leaves the search of the palette
            run() {
                this.anchor.value = "0450776655";
                this.anchor.dispatchEvent(new InputEvent("input", {bubbles: true}));
            },
        },
        {
            content: "the client is the first result",
            trigger: ".o_command.focused .o_duret_search_result",
        },
        {
            content: "Enter opens it",
            trigger: ".o_command_palette input",
            run: "press Enter",
        },
        {
            content: "open the history",
            trigger: ".o_form_view .nav-link[name='duret_history']",
            run: "click",
        },
        {
            content: "the first page is there",
            trigger: ".o_duret_timeline_row[data-kind='call']",
        },
        {
            content: "read the next page",
            trigger: ".o_duret_timeline_more",
            run: "click",
        },
        {
            content: "all entries are there, none twice",
            trigger: ".o_duret_timeline:not(:has(.o_duret_timeline_more))",
            run() {
                const count = document.querySelectorAll(".o_duret_timeline_row[data-kind='call']").length;
                if (count !== 35) {
                    throw new Error(`${count} calls instead of 35`);
                }
            },
        },
        {
            content: "show messages only",
            trigger: ".o_duret_timeline_kind[data-kind='mail']",
            run: "click",
        },
        {
            content: "no call is left",
            trigger: ".o_duret_timeline:not(:has(.o_duret_timeline_row[data-kind='call']))",
        },
    ],
});
