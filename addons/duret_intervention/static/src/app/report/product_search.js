import {compareDecimals} from "@duret_intervention/app/report/judgement";
import {under} from "@duret_intervention/app/report/content";

/** Finding a product with a gloved thumb: a few letters, in any order, accents and capitals apart. */

/** Most lines shown of the whole catalogue. */
export const MOST_FOUND = 40;

export function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {Object[]} products {id, name, code, unit}
 * @param {string} query words, each of which must be found in the name or the code
 * @returns {Object[]} all of them for an empty query
 */
export function search(products, query) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!words.length) {
        return products;
    }
    return products.filter(({name, code}) => {
        const text = plain(`${name} ${code || ""}`);
        return words.every((word) => text.includes(word));
    });
}

/** Sum of decimal texts, exact. */
export function addDecimals(left, right) {
    const places = (text) => (text.split(".")[1] || "").length;
    const most = Math.max(places(left), places(right));
    const scaled = (text) => {
        const [whole, fraction = ""] = text.split(".");
        return BigInt(whole + fraction.padEnd(most, "0"));
    };
    const sum = scaled(left) + scaled(right);
    const digits = (sum < 0n ? -sum : sum).toString().padStart(most + 1, "0");
    const whole = digits.slice(0, digits.length - most);
    const fraction = digits.slice(digits.length - most).replace(/0+$/, "");
    return `${sum < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** A decimal text with the other sign. */
function minus(text) {
    return text.startsWith("-") ? text.slice(1) : `-${text}`;
}

/**
 * What reports that the office has not taken into account yet took from the van. An amendment starts as a copy: only what
 * it changes counts.
 *
 * @param {Map} reports by uuid
 * @returns {Map} product id → decimal text
 */
export function takenSince(reports) {
    const taken = new Map();
    const count = (content, sign) => {
        for (const {product, quantity} of under(content, "products")) {
            taken.set(product, addDecimals(taken.get(product) || "0", sign < 0 ? minus(quantity) : quantity));
        }
    };
    for (const {content, state, waiting, amends} of reports.values()) {
        if (state === "draft" || waiting) {
            count(content, 1);
            count(reports.get(amends)?.content || {}, -1);
        }
    }
    return taken;
}

/**
 * The van as it is now.
 *
 * @param {Object[]} van {product, quantity} as the office knows it
 * @param {Object[]} products catalogue
 * @param {Map} taken see `takenSince`
 * @returns {Object[]} {id, name, code, unit, quantity, left, used} by name
 */
export function vanLines(van, products, taken) {
    const byId = new Map(products.map((product) => [product.id, product]));
    return van
        .filter(({product}) => byId.has(product))
        .map(({product, quantity}) => {
            const used = taken.get(product) || "0";
            return {...byId.get(product), quantity, used, left: addDecimals(quantity, minus(used))};
        })
        .sort((one, other) => one.name.localeCompare(other.name));
}

/** The products of the last reports, most used first. */
export function frequent(reports, products, most = 6) {
    const counts = new Map();
    for (const {content} of reports) {
        for (const {product} of under(content, "products")) {
            counts.set(product, (counts.get(product) || 0) + 1);
        }
    }
    return products
        .filter(({id}) => counts.has(id))
        .sort((one, other) => counts.get(other.id) - counts.get(one.id))
        .slice(0, most);
}

/** Whether nothing is left of a line of the van. */
export function isOut({left}) {
    return compareDecimals(left, "0") <= 0;
}
