import {_t} from "@web/core/l10n/translation";
import {dayKey} from "./dates";

/**
 * Whether the office took this visit away: cancelled, given to a colleague, or put off. The server says so of those that
 * it lists for a report that was begun; it lists the others no more. Visits of days gone by leave its list by themselves.
 */
export function isGone({gone, goneAt, start}) {
    return Boolean(gone) || (Boolean(goneAt && start) && dayKey(start) >= dayKey(new Date(goneAt)));
}

/** State of a visit in the field, as the server calls it. */
export function stateWords(state) {
    return {
        planned: _t("To come"),
        en_route: _t("On the way"),
        on_site: _t("On site"),
        done: _t("Done"),
        cancelled: _t("Cancelled"),
    }[state];
}

/** What the technician does next: the operation, its words; null when nothing is left. */
export function nextStep(state) {
    return {
        planned: {kind: "visit.set_off", words: _t("I set off")},
        en_route: {kind: "visit.arrive", words: _t("I am there")},
        on_site: {kind: "visit.finish", words: _t("Finish the visit")},
    }[state || "planned"];
}

/** Name of the kind of visit. */
export function typeName(visit, catalogue) {
    return visit.type_name || catalogue.types.find(({id}) => id === visit.type)?.name || "";
}

/** The number to call first: who waits on the spot, else the client's mobile, else his other number. */
export function phoneOf({contact, client}) {
    return contact?.phone || client?.mobile || client?.phone || "";
}

/** Address for the telephone's own map; by place when it is known, else by words. */
export function mapLink({lat, lon, address}) {
    const target = lat && lon ? `${lat},${lon}` : encodeURIComponent(address || "");
    return `https://www.google.com/maps/dir/?api=1&destination=${target}`;
}

/** « tel: » of a number as it is written. */
export function dial(phone) {
    return `tel:${(phone || "").replaceAll(/[^+\d]/g, "")}`;
}
