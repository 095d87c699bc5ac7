import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";
import {serializeDateTime} from "@web/core/l10n/dates";

const {DateTime} = luxon;
const TICKET = "[data-block=callbacks] .o_duret_row";

/** What a colleague does elsewhere: this tab learns of it by the bus alone. */
function elsewhere(model, method, ...args) {
    return rpc(`/web/dataset/call_kw/${model}/${method}`, {model, method, args, kwargs: {}});
}

async function theTicket() {
    const [ticket] = await elsewhere("helpdesk.ticket", "search", [["name", "=", "Rappel (parcours)"]]);
    return ticket;
}

const promise = (minutes) => async () =>
    elsewhere(
        "helpdesk.ticket",
        "duret_plan_callback",
        [await theTicket()],
        serializeDateTime(DateTime.now().plus({minutes}))
    );

registry.category("web_tour.tours").add("duret_helpdesk.callback_popup", {
    steps: () => [
        {content: "the day is the first screen", trigger: ".o_duret_day"},
        {content: "nothing is due", trigger: "body:not(:has(.o_duret_reminder))"},
        {content: "a call is promised elsewhere, for now", trigger: ".o_duret_day", run: promise(-1)},
        {content: "the day shows it without being asked", trigger: TICKET},
        {content: "the pop-up is there", trigger: ".o_duret_reminder .o_duret_call[href='tel:+33450123456']"},
        {content: "put off", trigger: ".o_duret_reminder .o_duret_postpone", run: "click"},
        {content: "for an hour", trigger: ".o_duret_postpone_menu [data-choice='1h']", run: "click"},
        {content: "it is gone", trigger: "body:not(:has(.o_duret_reminder))"},
        {content: "its time comes again", trigger: ".o_duret_day", run: promise(-2)},
        {
            content: "so does the pop-up, over any screen",
            trigger: ".o_duret_reminder .o_duret_reminder_about",
            run: "click",
        },
        {content: "the ticket is open, the pop-up folded", trigger: ".o_form_view"},
        {content: "unfold it", trigger: ".o_duret_reminder_pill", run: "click"},
        {content: "it is done", trigger: ".o_duret_reminder .o_duret_done", run: "click"},
        {content: "nothing is left", trigger: "body:not(:has(.o_duret_reminders)) .o_form_view"},
    ],
});
