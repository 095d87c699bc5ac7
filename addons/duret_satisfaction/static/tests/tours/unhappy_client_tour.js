import {registry} from "@web/core/registry";

const ALARM = ".o_duret_reminder.o_duret_reminder_alarm";

/** The address of the mark that the client taps in his mail; the test took it from there, for nobody here may see it. */
function tappedLink() {
    return decodeURIComponent(/duret_tapped=([^;]+)/.exec(document.cookie)[1]);
}

/**
 * The client: opens the link, writes a few words, sends the form of the page. The page knows him by the secret of the
 * link alone; who is logged in does not matter to it.
 */
async function answerAsClient(mark, words) {
    const answer = await fetch(tappedLink());
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("form[data-page]");
    if (form.querySelector("[data-nps] input:checked").value !== String(mark)) {
        throw new Error("the mark of the link is not chosen on the page");
    }
    form.querySelector("textarea").value = words;
    const body = new URLSearchParams(new FormData(form));
    const thanks = await fetch(form.getAttribute("action"), {method: "POST", body});
    if (!thanks.ok || !thanks.url.includes("merci")) {
        throw new Error(`the answer was not taken: ${thanks.status}`);
    }
}

registry.category("web_tour.tours").add("duret_satisfaction.unhappy_client", {
    steps: () => [
        {content: "the day is the first screen, and nobody waits", trigger: ".o_duret_day"},
        {content: "no pop-up", trigger: "body:not(:has(.o_duret_reminder))"},
        {
            content: "elsewhere, a client taps 2 in the mail and writes that he is angry",
            trigger: ".o_duret_day",
            run: () => answerAsClient(2, "Travail bâclé, et personne ne m'a rappelé."),
        },
        {content: "it pops up by itself", trigger: `${ALARM} .o_duret_call[href='tel:+33450123456']`},
        {content: "the day shows him too", trigger: "[data-block=recoveries] .o_duret_row"},
        {content: "open the complaint", trigger: `${ALARM} .o_duret_reminder_about`, run: "click"},
        {content: "the answer is on top of it", trigger: ".o_form_view .o_duret_opinion_box .o_duret_opinion_mark"},
        {content: "what alarmed is marked", trigger: ".o_duret_opinion_box .o_duret_opinion_comment .text-danger"},
        {content: "the pop-up waits in the corner", trigger: ".o_duret_reminder_pill", run: "click"},
        {content: "call him", trigger: `${ALARM} .o_duret_done`, run: "click"},
        {content: "dealt with: it is gone", trigger: "body:not(:has(.o_duret_reminders)) .o_form_view"},
    ],
});
