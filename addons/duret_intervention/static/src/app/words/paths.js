import {_t} from "@web/core/l10n/translation";
import {dayAndHour} from "./dates";

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function plain() {
    return {
        arrived_at: _t("Arrival"),
        left_at: _t("Departure"),
        arrived_reason: _t("Why the arrival was corrected"),
        left_reason: _t("Why the departure was corrected"),
        work_done: _t("Work done"),
        reserves: _t("Reserves"),
        safety_notes: _t("Safety"),
        client_remarks: _t("Remarks of the client"),
        follow_up: _t("Follow-up needed"),
        follow_up_note: _t("What is to follow"),
    };
}

function lists() {
    return {
        equipment: _t("Equipment"),
        checks: _t("Check"),
        measures: _t("Measure"),
        hours: _t("Hours"),
        products: _t("Product"),
        photos: _t("Photo"),
    };
}

function named(kind, key, catalogue) {
    const rows = {checks: catalogue.checks, hours: catalogue.hours}[kind] || [];
    return rows.find(({code}) => code === key)?.name || "";
}

/** A path of a report, in words: « Work done », « Check: mains switched off ». */
export function pathWords(path, catalogue) {
    const [kind, key] = path.split("/");
    if (!key) {
        return plain()[kind] || kind;
    }
    const name = named(kind, key, catalogue);
    return name ? `${lists()[kind]} : ${name}` : lists()[kind] || path;
}

function answerWords(answer) {
    return {yes: _t("Yes"), no: _t("No"), na: _t("Not applicable")}[answer];
}

function objectWords(value, catalogue) {
    if (value.answer) {
        return [answerWords(value.answer), value.note].filter(Boolean).join(" – ");
    }
    if (value.quantity) {
        return `${value.quantity} ${value.unit} ${value.name}`;
    }
    if (value.kind && "value" in value) {
        const kind = catalogue.measures.find(({code}) => code === value.kind);
        const measured = [kind?.name || value.kind, value.value, kind?.unit].filter(Boolean).join(" ");
        return [measured, value.place, value.note].filter(Boolean).join(" – ");
    }
    return value.caption || _t("Photo");
}

/** A value of a report, in words. */
export function valueWords(value, catalogue) {
    if (value === null || value === undefined || value === "") {
        return _t("(nothing)");
    }
    if (typeof value === "boolean") {
        return value ? _t("Yes") : _t("No");
    }
    if (typeof value === "string") {
        return MOMENT.test(value) ? dayAndHour(value) : value;
    }
    return typeof value === "object" ? objectWords(value, catalogue) : String(value);
}
