import {reactive} from "@odoo/owl";
import {screens} from "./screens";

const HOME = "day";

/** Regular expression and names of a path such as "visit/:visit". */
function compile(path) {
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    return {names, pattern: new RegExp(`^${path.replaceAll(/:\w+/g, "([^/]+)")}$`)};
}

/**
 * Find the screen of an address.
 *
 * @param {string} hash such as "#visit/12"
 * @param {[string, {path: string}][]} entries
 * @returns {{name: string, params: object}|null}
 */
export function match(hash, entries) {
    const wanted = hash.replace(/^#\/?/, "");
    for (const [name, {path}] of entries) {
        const {names, pattern} = compile(path);
        const found = pattern.exec(wanted);
        if (found) {
            const params = Object.fromEntries(names.map((key, rank) => [key, decodeURIComponent(found[rank + 1])]));
            return {name, params};
        }
    }
    return null;
}

/** The address of a screen. */
export function address(path, params) {
    return `#${path.replaceAll(/:(\w+)/g, (_all, name) => encodeURIComponent(params[name]))}`;
}

/** Where the technician is, kept in the address after « # », so that the telephone's back button works. */
export class Router {
    constructor() {
        this.depth = 0;
        const router = reactive(this);
        addEventListener("hashchange", () => router._follow());
        router._follow();
        return router;
    }

    _follow() {
        this.current = match(location.hash, screens.getEntries()) || {name: HOME, params: {}};
        scrollTo(0, 0);
    }

    get screen() {
        return screens.get(this.current.name);
    }

    /** The address of a screen, for links. */
    href(name, params = {}) {
        return address(screens.get(name).path, params);
    }

    /** Show a screen. */
    go(name, params = {}, {replace = false} = {}) {
        const hash = this.href(name, params);
        if (replace) {
            location.replace(hash);
        } else {
            this.depth++;
            location.hash = hash;
        }
    }

    /** The screen before; the day when the application was opened here. */
    back() {
        if (this.depth > 0) {
            this.depth--;
            history.back();
        } else {
            this.go(HOME, {}, {replace: true});
        }
    }
}
