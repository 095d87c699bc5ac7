import {clockText, dayText, lengthText, minutesBetween} from "@duret_intervention/app/report/times";
import {decimalText, judge} from "@duret_intervention/app/report/judgement";
import {photosOf, under} from "@duret_intervention/app/report/content";
import {sayAnswer, sayVerdict} from "@duret_intervention/app/report/report_words";
import {_t} from "@web/core/l10n/translation";

/**
 * A document as its client reads it: everything that is signed, in words. Built from the document itself, never from the
 * screens, so that nothing is signed that was not shown.
 */

function byCode(list, code) {
    return (list || []).find((one) => one.code === code);
}

function timeRows(content) {
    const rows = [];
    const add = (label, moment, reason) => {
        if (moment) {
            const why = reason ? _t("(corrected: %s)", reason) : "";
            rows.push({label, value: `${dayText(moment)} ${clockText(moment)} ${why}`.trim()});
        }
    };
    add(_t("Arrival"), content.arrived_at, content.arrived_reason);
    add(_t("Departure"), content.left_at, content.left_reason);
    const minutes = minutesBetween(content.arrived_at, content.left_at);
    if (minutes) {
        rows.push({label: _t("Time on site"), value: lengthText(minutes)});
    }
    return rows;
}

function limitsOf({minimum, maximum, unit}) {
    const words = [];
    if (minimum) {
        words.push(`≥ ${decimalText(minimum)}`);
    }
    if (maximum) {
        words.push(`≤ ${decimalText(maximum)}`);
    }
    return words.length ? `${words.join(", ")} ${unit || ""}`.trim() : "";
}

function measureRow(measure, catalogue) {
    const kind = byCode(catalogue.measures, measure.kind) || {};
    const verdict = judge(measure.value, kind);
    const limits = limitsOf(kind);
    const value = measure.value ? `${decimalText(measure.value)} ${kind.unit || ""}`.trim() : "—";
    return {
        label: [kind.name || measure.kind, measure.place].filter(Boolean).join(" · "),
        value: [value, limits && `(${limits})`, sayVerdict(verdict)].filter(Boolean).join(" "),
        note: measure.note,
        tone: verdict,
    };
}

function checkRow({key, answer, note}, catalogue) {
    return {
        label: byCode(catalogue.checks, key)?.name || key,
        value: sayAnswer(answer),
        note,
        tone: {yes: "ok", no: "bad"}[answer] || "none",
    };
}

/** Checks in the order of the catalogue, as they were answered. */
function inOrder(checks, items = []) {
    const rank = new Map(items.map(({code}, place) => [code, place]));
    return checks.sort((one, other) => (rank.get(one.key) ?? 999) - (rank.get(other.key) ?? 999));
}

function named(id, equipment) {
    return equipment.find((one) => one.id === Number(id))?.name || `#${id}`;
}

/**
 * @param {Object} document see `buildDocument`
 * @param {{catalogue: Object, equipment: Object[]}} known what gives codes their names
 * @returns {{key: string, title: string, rows?: Object[], text?: string, photos?: Object[]}[]} parts that hold something
 */
export function readableParts(document, {catalogue = {}, equipment = []}) {
    const {content} = document;
    const parts = [
        {key: "times", title: _t("On site"), rows: timeRows(content)},
        {key: "work", title: _t("Work done"), text: content.work_done},
        {
            key: "checks",
            title: _t("Points checked"),
            rows: inOrder(under(content, "checks"), catalogue.checks).map((check) => checkRow(check, catalogue)),
        },
        {
            key: "measures",
            title: _t("Measures"),
            rows: under(content, "measures").map((measure) => measureRow(measure, catalogue)),
        },
        {
            key: "products",
            title: _t("Products used"),
            rows: under(content, "products").map(({name, quantity, unit}) => ({
                label: name,
                value: `${decimalText(quantity)} ${unit}`.trim(),
            })),
        },
        {
            key: "hours",
            title: _t("Hours"),
            rows: under(content, "hours")
                .filter(({value}) => value)
                .map(({key, value}) => ({label: byCode(catalogue.hours, key)?.name || key, value: lengthText(value)})),
        },
        {
            key: "equipment",
            title: _t("Equipment seen"),
            rows: under(content, "equipment").map(({key}) => ({label: named(key, equipment), value: ""})),
        },
        {key: "reserves", title: _t("Reserves"), text: content.reserves},
        {key: "safety_notes", title: _t("Safety"), text: content.safety_notes},
        {key: "client_remarks", title: _t("Client's remarks"), text: content.client_remarks},
        {
            key: "follow_up",
            title: _t("Follow-up needed"),
            text: content.follow_up && (content.follow_up_note || _t("Yes")),
        },
        {key: "photos", title: _t("Photos"), photos: photosOf(content)},
    ];
    return parts.filter(({rows, text, photos}) => rows?.length || text || photos?.length);
}

export {limitsOf};
