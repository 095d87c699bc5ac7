import {_t} from "@web/core/l10n/translation";

/** Words of the report's screens that depend on data: one catalogue. */

/** Plain words for what the phone could not do. */
export function sayTrouble(error) {
    switch (error?.name) {
        case "QuotaExceededError":
            return _t(
                "The phone's memory is full: nothing was lost, but this is not saved. Free some space (videos, photos), then try again."
            );
        case "UnreadableImage":
            return _t("This file is not a photo that the phone can read. Take the photo again.");
        case "LockedError":
            return _t("This report is signed: it cannot be changed any more. Make an amendment.");
        default:
            return _t("This could not be saved on the phone. Try again; if it happens again, restart the app.");
    }
}

/** What a report still lacks, in words that fit « Missing: … ». */
export function sayMissing(lack) {
    switch (lack.code) {
        case "arrival":
            return _t("the arrival time");
        case "work":
            return _t("the work done");
        case "checks":
            return lack.what === "1" ? _t("1 point to check") : _t("%s points to check", lack.what);
        case "measure":
            return _t("a measure");
        case "photo_before":
            return _t("the “before” photo");
        default:
            return _t("the “after” photo");
    }
}

export function photoKinds() {
    return [
        {value: "before", label: _t("Before")},
        {value: "after", label: _t("After")},
        {value: "other", label: _t("Other")},
    ];
}

export function photoKind(kind) {
    return photoKinds().find((one) => one.value === kind)?.label || "";
}

export function answers() {
    return [
        {value: "yes", label: _t("Yes"), tone: "ok"},
        {value: "no", label: _t("No"), tone: "bad"},
        {value: "na", label: _t("N/A"), tone: "none"},
    ];
}

export function sayAnswer(answer) {
    return {yes: _t("Yes"), no: _t("No"), na: _t("Not applicable")}[answer] || "";
}

export function sayVerdict(verdict) {
    return {ok: _t("Compliant"), bad: _t("Out of limits"), none: ""}[verdict];
}

export function sayOutcome(outcome) {
    return {
        signed: _t("Signed"),
        absent: _t("Client absent"),
        refused: _t("Refusal to sign"),
        office: _t("Closed by the office"),
    }[outcome];
}

/** Reasons offered with one tap when nobody signs; the text stays free. */
export function reasonsFor(outcome) {
    return outcome === "absent"
        ? [_t("Nobody on site at the end of the work"), _t("Access through the caretaker"), _t("Work in common areas")]
        : [_t("Disagrees with the work"), _t("Disagrees with the price"), _t("Does not want to sign on a screen")];
}
