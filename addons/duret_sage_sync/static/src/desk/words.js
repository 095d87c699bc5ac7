import {deserializeDateTime} from "@web/core/l10n/dates";

const {DateTime} = luxon;

/** A moment of ours (text in UTC) as a person reads it. */
export function moment(text) {
    return deserializeDateTime(text).toLocaleString(DateTime.DATETIME_SHORT);
}

/** SAGE's own clock tells no zone: it is shown as it stands, and so is what is no moment. */
export function stamp(text) {
    const told = DateTime.fromISO(text);
    return told.isValid ? told.toLocaleString(DateTime.DATETIME_SHORT) : text;
}
