import {allowTranslations, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {reactive} from "@odoo/owl";

/** A phone without a database: what screens ask of `env.app`, kept in memory, with what they told it. */

export const CATALOGUE = {
    types: [{id: 1, name: "Repair", checks: ["power", "tidy"], measures: ["earth"]}],
    checks: [
        {code: "power", name: "Power cut and locked", required: true},
        {code: "tidy", name: "Site left clean", required: false},
    ],
    measures: [
        {code: "earth", name: "Earth", unit: "Ω", minimum: null, maximum: "100", decimals: 1, norm: "NF C 15-100"},
        {code: "insulation", name: "Insulation", unit: "MΩ", minimum: "0.5", maximum: null, decimals: 2, norm: ""},
    ],
    hours: [{code: "work", name: "Work"}],
    qualities: [{code: "owner", name: "Owner"}],
    delays: [15],
};
export const ME = {
    user: 7,
    name: "Luc Favre",
    position_allowed: true,
    consent: {version: "1", text: "I have read this."},
    photo_edge: 64,
};
export const VISIT = {
    id: 12,
    name: "V-00012",
    type: 1,
    state: "on_site",
    client: {id: 5, name: "Aline Perrissin"},
    address: "3 rue du Lac, 74000 Annecy",
    equipment: [{id: 4, name: "Board"}],
};
export const REPORT = "0f0e0d0c-0b0a-4908-8706-050403020100";

/** The 21st of November 2026 at 10:00 in Annecy. */
export const NOW = new Date("2026-11-21T09:00:00Z");

function blank(content) {
    return {
        uuid: REPORT,
        visit: 12,
        name: "",
        state: "draft",
        content,
        closed: false,
        photos_missing: 0,
        conflicts: [],
    };
}

function makeStore(told, given) {
    const store = reactive({
        me: ME,
        catalogue: CATALOGUE,
        products: given.products || [],
        van: given.van || [],
        requests: given.requests || [],
        streak: {complete: given.streak || 0},
        visits: new Map((given.visits || [{...VISIT, ...given.visit}]).map((visit) => [visit.id, visit])),
        lastSync: NOW.getTime(),
        reportsOf: (visit) => [...store.reports.values()].filter((report) => report.visit === visit),
        reports: new Map([[REPORT, {...blank(given.content || {}), ...given.report}]]),
        async change(uuid, path, value) {
            if (told.failure) {
                throw told.failure;
            }
            told.changes.push([path, value]);
            const report = store.reports.get(uuid);
            const content = {...report.content, [path]: value};
            if (value === null) {
                delete content[path];
            }
            store.reports.set(uuid, {...report, content});
        },
        async sign(uuid, data) {
            told.signed = data;
            const report = store.reports.get(uuid);
            store.reports.set(uuid, {
                ...report,
                closed: true,
                waiting: true,
                outcome: data.outcome,
                state: data.outcome,
            });
        },
        async amendReport(uuid, reason) {
            told.amended = [uuid, reason];
            return "new";
        },
        async addPhoto(report, photo) {
            if (told.failure) {
                throw told.failure;
            }
            told.photos.set(photo.uuid, {report, ...photo});
        },
        photoBlob: async (uuid, kind) => told.photos.get(uuid)?.[kind === "full" ? "blob" : "thumb"] || null,
        async dropPhoto(uuid) {
            told.photos.delete(uuid);
        },
        async tell(visit, kind) {
            told.ops.push({visit, kind});
        },
        draft: async (key) => told.drafts.get(key),
        async keepDraft(key, draft) {
            told.drafts.set(key, draft);
        },
        async sendRequest(visit, data, draft) {
            told.ops.push({kind: "request.new", visit, report: null, data});
            told.drafts.set(draft, null);
        },
        pending: () => given.pending || [],
        async refresh() {
            told.refreshed = true;
        },
    });
    return store;
}

/**
 * Show a screen on a fake phone.
 *
 * @param {Function} Screen
 * @param {Object} given content, report, visit, products, van, requests, pending, params, failure
 * @returns {Promise<Object>} what the screen told: changes, ops, photos, signed, went…
 */
export async function showScreen(Screen, given = {}) {
    const told = {changes: [], ops: [], photos: new Map(), drafts: new Map(), went: []};
    told.failure = given.failure || null;
    // Fingerprints take real time: a test waits until the screen is left.
    told.left = new Promise((resolve) => (told.leave = resolve));
    const params = given.params || {visit: "12", report: REPORT};
    const app = {
        store: makeStore(told, given),
        outbox: {add: async (op) => told.ops.push(op)},
        router: reactive({
            current: {name: "report", params},
            go: (...step) => {
                told.went.push(step);
                told.leave();
            },
            back: () => told.went.push(["back"]),
            href: (name) => `#${name}`,
        }),
        clock: {now: () => NOW, corrected: () => NOW},
        settings: {position: true},
    };
    told.app = app;
    allowTranslations();
    await mountWithCleanup(Screen, {env: {app}, noMainContainer: true, props: {params}});
    return told;
}
