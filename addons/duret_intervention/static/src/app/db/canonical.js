/**
 * One text for one content: what the client signs is hashed, so the phone and the server must write it alike, byte for byte.
 * The same rules as `field_report/document.py`: keys sorted by code point, no space, strings in NFC, ends of lines as "\n",
 * no control character but the end of line and the tab, no number with a fraction.
 */

// Control characters (C0, delete, C1) but "\t" and "\n"; half of a pair of surrogates, alone: no UTF-8 exists for it.
const USELESS =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * @param {string} text
 * @returns {string} the same text as it is kept and signed
 */
export function cleanText(text) {
    return text.replaceAll("\r\n", "\n").replace(USELESS, "").normalize("NFC");
}

/** Order of two texts by code points, as Python sorts; JavaScript's own order differs beyond U+FFFF. */
export function byCodePoint(left, right) {
    const a = Array.from(left);
    const b = Array.from(right);
    const length = Math.min(a.length, b.length);
    for (let rank = 0; rank < length; rank++) {
        const gap = a[rank].codePointAt(0) - b[rank].codePointAt(0);
        if (gap) {
            return gap;
        }
    }
    return a.length - b.length;
}

function writeObject(object) {
    const clean = new Map(Object.keys(object).map((name) => [cleanText(name), object[name]]));
    const names = [...clean.keys()].filter((name) => clean.get(name) !== undefined).sort(byCodePoint);
    return `{${names.map((name) => `${JSON.stringify(name)}:${write(clean.get(name))}`).join(",")}}`;
}

function write(value) {
    if (typeof value === "string") {
        return JSON.stringify(cleanText(value));
    }
    if (value === null || typeof value === "boolean" || Number.isSafeInteger(value)) {
        return String(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map(write).join(",")}]`;
    }
    if (typeof value === "object") {
        return writeObject(value);
    }
    throw new TypeError(`No canonical text for ${typeof value} ${String(value)}`);
}

/**
 * @param {Object} document JSON values without fractions; absent values of its `content` are left out
 * @returns {string} its canonical JSON text
 * @throws {TypeError} for a number with a fraction or a kind of value that JSON has not
 */
export function canonical(document) {
    const {content} = document;
    const whole = content && typeof content === "object" && !Array.isArray(content);
    return write(whole ? {...document, content: presentContent(content)} : document);
}

/** Content as it is signed: paths without a value are not there. */
export function presentContent(content) {
    return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null && value !== undefined));
}
