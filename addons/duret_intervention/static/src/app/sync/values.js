import {cleanText} from "../db/canonical";

/**
 * A value as it will be signed: texts cleaned, so that what was typed and what comes back from the server are equal.
 *
 * @param value text, whole number, boolean, null, or a flat object of these
 */
export function cleanValue(value) {
    if (typeof value === "string") {
        return cleanText(value);
    }
    if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanValue(one)]));
    }
    return value ?? null;
}
