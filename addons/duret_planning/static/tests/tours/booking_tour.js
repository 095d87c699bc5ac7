import {registry} from "@web/core/registry";

/**
 * Relative luminance of a colour, as WCAG 2.2 defines it.
 *
 * @param {String} colour as getComputedStyle gives it
 * @returns {Number}
 */
function luminance(colour) {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function background(element) {
    for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") {
            return colour;
        }
    }
    return "rgb(255, 255, 255)";
}

function contrast(element) {
    const pair = [luminance(getComputedStyle(element).color), luminance(background(element))].sort();
    const [dark, light] = pair[0] < pair[1] ? pair : pair.reverse();
    return (light + 0.05) / (dark + 0.05);
}

/**
 * Size of what is tapped, and labels.
 *
 * @param {HTMLElement} page
 * @returns {String[]} faults
 */
function checkControls(page) {
    const faults = [];
    for (const element of page.querySelectorAll("a, button, input:not([type=hidden]), textarea, select")) {
        const target = element.type === "radio" ? element.closest("label") : element;
        const box = target.getBoundingClientRect();
        if (box.width && (box.height < 44 || box.width < 44)) {
            faults.push(
                `tap size ${Math.round(box.width)} × ${Math.round(box.height)}: ${target.outerHTML.slice(0, 90)}`
            );
        }
        if (element.matches("input, textarea, select") && !element.labels.length) {
            faults.push(`no label: ${element.name}`);
        }
    }
    return faults;
}

/**
 * Contrast of every text.
 *
 * @param {HTMLElement} page
 * @returns {String[]} faults
 */
function checkContrast(page) {
    const faults = [];
    const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const holder = texts.currentNode.parentElement;
        if (texts.currentNode.textContent.trim() && holder.getClientRects().length && contrast(holder) < 4.5) {
            faults.push(`contrast ${contrast(holder).toFixed(1)}: ${texts.currentNode.textContent.trim()}`);
        }
    }
    return faults;
}

/**
 * What a telephone and a screen reader need: size of what is tapped, labels, contrast, language, one title.
 */
function checkPage() {
    const page = document.querySelector(".duret_rdv");
    const faults = [...checkControls(page), ...checkContrast(page)];
    if (document.querySelectorAll("h1").length !== 1) {
        faults.push("not one title");
    }
    if (!document.documentElement.lang || !document.querySelector("meta[name=viewport]")) {
        faults.push("no language or viewport");
    }
    if (document.documentElement.scrollWidth > window.innerWidth) {
        faults.push(`${document.documentElement.scrollWidth} pixels wide`);
    }
    if (faults.length) {
        throw new Error(`${location.pathname}: ${faults.join("; ")}`);
    }
}

const tap = (content, trigger) => ({content, trigger, run: "click", expectUnloadPage: true});
const check = (content, trigger) => ({content, trigger, run: checkPage});
const type = (trigger, text) => ({content: `type in ${trigger}`, trigger, run: `edit ${text}`});

registry.category("web_tour.tours").add("duret_booking_tour", {
    steps: () => [
        check("the kinds of visit", ".duret_type_breakdown"),
        tap("a breakdown", "button.duret_type_breakdown"),
        check("the address", "#street"),
        type("#street", "12 rue Royale"),
        type("#zip", "74000"),
        type("#city", "Annecy"),
        tap("see the times", ".duret_request_form button[type='submit']:enabled"),
        check("days and times", ".duret_days .duret_day_shown"),
        tap("a later day", ".duret_day_shown ~ a.duret_day:not(.duret_day_more)"),
        check("its times", ".duret_times .duret_time"),
        tap("the first time", ".duret_times:first .duret_time:first"),
        check("the time is kept, and counts down", ".duret_hold_left:visible"),
        type("#name", "Zoé Marchand"),
        type("#phone", "06 12 34 12 34"),
        tap("go on", ".duret_request_form button[type='submit']:enabled"),
        check("what will be booked", "#code"),
        type("#code", "654 321"),
        tap("a wrong code", ".duret_request_form button[type='submit']:enabled"),
        check("is told", "#duret_faults.alert-danger"),
        type("#code", "123 456"),
        tap("the right one", ".duret_request_form button[type='submit']:enabled"),
        check("booked", "#duret_booked"),
        tap("very easy", ".duret_rating_notes button:last"),
        check("thank you", ".duret_rating .alert-success"),
        tap("move it", ".duret_visit_actions a.btn-primary"),
        check("other times", ".duret_times .duret_time"),
        tap("the last of the day", ".duret_times:last .duret_time:last"),
        check("really?", ".duret_rdv_once button.btn-primary"),
        tap("yes", ".duret_rdv_once button.btn-primary"),
        check("moved", "#duret_moved"),
        tap("cancel it", ".duret_visit_actions a.btn-outline-danger"),
        check("really cancel?", "#reason"),
        type("#reason", "Réparé entre-temps"),
        tap("yes, cancel", ".duret_rdv_once button.btn-danger"),
        check("cancelled", "#duret_cancelled"),
    ],
});
