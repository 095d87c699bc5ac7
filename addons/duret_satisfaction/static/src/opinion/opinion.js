// Helps on the page of opinions, which works without it: keeps the mark at the first gesture of a person, shows questions only when they are asked, sends the form once.

const form = document.querySelector("form[data-page]");
const GESTURES = ["pointerdown", "touchstart", "keydown"];

let keptMark = null;

/**
 * Keep the mark that is chosen. A robot that loads the page makes no gesture; what a script invents is not trusted.
 * If the network fails, the button at the end of the form still sends everything.
 */
async function keepMark() {
    const chosen = form.querySelector("[data-nps] input:checked");
    if (!chosen || chosen.value === keptMark) {
        return;
    }
    keptMark = chosen.value;
    const body = new URLSearchParams({note: keptMark, via: form.elements.via?.value || ""});
    let answer = null;
    try {
        answer = await fetch(form.dataset.keep, {method: "POST", body, keepalive: true});
    } catch {
        keptMark = null;
        return;
    }
    if (answer.ok) {
        form.dataset.kept = body.get("note");
        document.querySelector("[data-kept]").hidden = false;
    }
}

function onGesture(event) {
    if (event.isTrusted) {
        GESTURES.forEach((name) => document.removeEventListener(name, onGesture, true));
        // The gesture may be the choice of another mark: wait for it.
        setTimeout(keepMark, 400);
    }
}

/** A script's `click()` on a mark brings a trusted « change »: what it cannot bring is the activation by a person. */
function onMark(event) {
    const isPerson = !navigator.userActivation || navigator.userActivation.hasBeenActive;
    if (event.isTrusted && isPerson && event.target.closest("[data-nps]")) {
        keepMark();
    }
}

/** Show the questions that the chosen answers bring up, hide the others. The server does the same when it reads. */
function showAsked() {
    const chosen = new Set();
    for (const block of form.querySelectorAll("[data-question]")) {
        const by = (block.dataset.shownBy || "").split(" ").filter(Boolean);
        block.hidden = by.length > 0 && !by.some((choice) => chosen.has(choice));
        for (const field of block.querySelectorAll("input, textarea")) {
            field.disabled = block.hidden;
            if (!block.hidden && field.checked && field.dataset.choice) {
                chosen.add(field.dataset.choice);
            }
        }
    }
}

function sendOnce(event) {
    const button = form.querySelector("button");
    if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        return;
    }
    button.setAttribute("aria-disabled", "true");
}

if (form) {
    if (form.dataset.keep) {
        GESTURES.forEach((name) => document.addEventListener(name, onGesture, true));
        form.addEventListener("change", onMark);
    }
    form.addEventListener("change", showAsked);
    form.addEventListener("submit", sendOnce);
    // Coming back with the browser's arrow: the button must work again.
    addEventListener("pageshow", () => form.querySelector("button").removeAttribute("aria-disabled"));
    showAsked();
    document.querySelector("[data-wrong]")?.focus();
}
