const NATIONAL = /^(?:\+33|0033|33(?=[1-9]\d{8}$))?0?([1-9]\d{8})$/;
const WITH_PREFIX = /^(?:\+33|0033|33|0)/;

/**
 * The nine digits after the trunk zero of a French number, in whatever writing.
 *
 * @param {string} text as typed or stored, e.g. "04.50.12.34.56" or "+33 (0)4 50 12 34 56"
 * @returns {string|null} null for a foreign, short or unfinished number
 */
function nationalDigits(text) {
    const compact = (text || "").replace(/[\s.\-/()]/g, "");
    const match = WITH_PREFIX.test(compact) && compact.match(NATIONAL);
    return match ? match[1] : null;
}

/**
 * Display of a phone number for a French reader: pairs of digits for a number of France, else as it was written.
 *
 * @param {string} text
 * @returns {string}
 */
export function formatFrenchPhone(text) {
    const digits = nationalDigits(text);
    if (!digits) {
        return (text || "").trim();
    }
    return `0${digits}`.replace(/(\d{2})(?=\d)/g, "$1 ");
}

/**
 * Address of a `tel:` link: international form when it is known, so that it can be dialled from abroad.
 *
 * @param {string} text
 * @returns {string}
 */
export function dialAddress(text) {
    const digits = nationalDigits(text);
    return digits ? `tel:+33${digits}` : `tel:${(text || "").replace(/\s+/g, "")}`;
}
