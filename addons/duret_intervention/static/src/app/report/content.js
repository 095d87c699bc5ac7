/** Reading the content of a report: a flat map path → value (see docs/architecture.md). */

/** Most characters of a text; the server refuses more. */
export const MOST_TEXT = 20000;

/**
 * @param {Object} content path → value
 * @param {string} family first part of the path: "photos", "measures"…
 * @returns {Object[]} its present values with their `key`, in the order of the keys; a plain value comes as `value`
 */
export function under(content, family) {
    const start = `${family}/`;
    return Object.keys(content)
        .filter((path) => path.startsWith(start) && content[path] !== null && content[path] !== undefined)
        .sort()
        .map((path) => {
            const value = content[path];
            const key = path.slice(start.length);
            return typeof value === "object" ? {...value, key} : {key, value};
        });
}

/** Photos of a report in the order they were taken. */
export function photosOf(content) {
    return under(content, "photos").sort((a, b) => (a.taken_at < b.taken_at ? -1 : 1));
}

/**
 * Before and after pictures side by side.
 *
 * @param {Object[]} photos with key, kind and pair
 * @returns {{pairs: Object[][], alone: Object[]}} pairs as [before, after]; the rest in order
 */
export function pairUp(photos) {
    const byKey = new Map(photos.map((photo) => [photo.key, photo]));
    const taken = new Set();
    const pairs = [];
    for (const after of photos) {
        const before = after.kind === "after" && byKey.get(after.pair);
        if (before && before.kind === "before" && !taken.has(before.key)) {
            taken.add(before.key).add(after.key);
            pairs.push([before, after]);
        }
    }
    return {pairs, alone: photos.filter((photo) => !taken.has(photo.key))};
}

/** The latest picture « before » that has no « after »: the one that the next « after » answers. */
export function unpairedBefore(photos) {
    return pairUp(photos)
        .alone.filter((photo) => photo.kind === "before")
        .pop();
}

/** The entries of a catalogue that have these codes, in this order. */
function pick(all, codes) {
    return (codes || []).map((code) => (all || []).find((one) => one.code === code)).filter(Boolean);
}

/**
 * What is asked at a visit of this type.
 *
 * @param {Object} catalogue of the phone
 * @param {Object|undefined} visit with `type` (id, or {id})
 * @returns {{checks: Object[], measures: Object[], name: string}} a visit without a type asks for nothing
 */
export function askedAt(catalogue, visit) {
    const id = visit?.type?.id ?? visit?.type;
    const type = (catalogue.types || []).find((one) => one.id === id) || {};
    return {
        name: type.name || "",
        checks: pick(catalogue.checks, type.checks),
        measures: pick(catalogue.measures, type.measures),
    };
}
