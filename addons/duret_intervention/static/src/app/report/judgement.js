/**
 * Whether a measured value is within its limits. The same rule as `field_report/judgement.py`: exact decimals, both limits
 * included. Nothing is rounded, so 0.1 + 0.2 surprises nobody.
 */

const DECIMAL = /^(-?)0*(\d{1,12})(?:[.,](\d{0,6}))?$/;

/**
 * @param {string} text as typed: comma or dot, spaces between thousands
 * @returns {string|null} decimal text with a dot ("0.35"), or null when it is no number
 */
export function readDecimal(text) {
    const found = DECIMAL.exec(String(text ?? "").replace(/[\s\u00a0\u202f]/g, ""));
    if (!found) {
        return null;
    }
    const [, sign, whole, fraction = ""] = found;
    return sign + whole + (fraction && `.${fraction}`);
}

/** Sign of left − right, for two decimal texts. */
export function compareDecimals(left, right) {
    const scale = (text) => {
        const [whole, fraction = ""] = text.split(".");
        return BigInt(whole + fraction.padEnd(6, "0"));
    };
    const gap = scale(left) - scale(right);
    return gap > 0n ? 1 : gap < 0n ? -1 : 0;
}

/**
 * @param {string} value decimal text
 * @param {{minimum: string|null, maximum: string|null}} kind limits, decimal texts
 * @returns {"ok"|"bad"|"none"} "none" when there is no limit or no number
 */
export function judge(value, kind) {
    const number = readDecimal(value);
    const minimum = readDecimal(kind?.minimum ?? "");
    const maximum = readDecimal(kind?.maximum ?? "");
    if (number === null || (minimum === null && maximum === null)) {
        return "none";
    }
    const low = minimum !== null && compareDecimals(number, minimum) < 0;
    const high = maximum !== null && compareDecimals(number, maximum) > 0;
    return low || high ? "bad" : "ok";
}

/** Decimal text as French people write it. */
export function decimalText(value) {
    return String(value ?? "").replace(".", ",");
}
