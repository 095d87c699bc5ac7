import {reactive} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";

const BUS_TYPE = "duret_reminder";
const MODEL = "mail.activity";
// Browsers stop long timers in hidden tabs and computers sleep: look at the clock again at this pace, without asking
// the server for anything.
const LONGEST_WAIT = 60 * 1000;
// The server gives the reminders of a day and a half: ask again well before they run out.
const RELOAD_AFTER = 6 * 60 * 60 * 1000;
const NOTIFIED_KEY = "duret_reminder.notified";

/**
 * Reminders of the user: those whose time has come (`due`), the same in every tab.
 *
 * A tab knows the coming ones in advance and shows them by its own clock, set to the server's; the bus tells it about
 * every change, and the server's job about what is due.
 */
export class Reminders {
    constructor({orm, bus, multiTab}) {
        this.orm = orm;
        this.bus = bus;
        this.multiTab = multiTab;
        this.rows = new Map();
        this.offset = 0;
        this.loadedAt = 0;
        this.timer = null;
        this.state = reactive({due: []});
    }

    /** Listen first, then load: a reminder that comes in between is not missed. */
    async start() {
        this.bus.subscribe(BUS_TYPE, (payload) => this.receive(payload));
        this.bus.addEventListener("BUS:RECONNECT", () => this.load());
        this.bus.start();
        browser.addEventListener("visibilitychange", () => this.refresh());
        await this.load();
    }

    /** Read the waiting and coming reminders. Without network, what is known stays and the next turn tries again. */
    async load() {
        let result = null;
        try {
            result = await this.orm.silent.call(MODEL, "duret_pending_reminders", []);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.schedule();
            return;
        }
        this.offset = deserializeDateTime(result.now).toMillis() - Date.now();
        this.loadedAt = Date.now();
        this.rows = new Map(result.reminders.map((row) => [row.id, row]));
        this.refresh();
    }

    /**
     * Take a message of the bus.
     *
     * @param {{changed?: Object[], removed?: number[], due?: boolean}} payload
     */
    receive({changed = [], removed = [], due = false}) {
        for (const id of removed) {
            this.rows.delete(id);
        }
        for (const row of changed) {
            this.rows.set(row.id, {...row, forced: due});
        }
        this.refresh();
    }

    /** Show what is due by now and sleep until the next one. */
    refresh() {
        const due = [...this.rows.values()].filter((row) => this.isDue(row));
        due.sort((a, b) => (a.deadline < b.deadline ? -1 : Number(a.deadline > b.deadline) || a.id - b.id));
        const before = new Set(this.state.due.map((row) => row.id));
        this.state.due = due;
        this.schedule();
        const fresh = due.filter((row) => !before.has(row.id));
        if (fresh.length) {
            this.notifyDesktop(fresh);
        }
    }

    isDue(row) {
        return row.forced || row.at_once || this.wait(row) <= 0;
    }

    /** Milliseconds until a reminder is due by the server's clock. */
    wait(row) {
        return deserializeDateTime(row.deadline).toMillis() - (Date.now() + this.offset);
    }

    schedule() {
        browser.clearTimeout(this.timer);
        const waits = [...this.rows.values()].filter((row) => !this.isDue(row)).map((row) => this.wait(row));
        this.timer = browser.setTimeout(() => this.wake(), Math.min(LONGEST_WAIT, ...waits));
    }

    wake() {
        if (Date.now() - this.loadedAt > RELOAD_AFTER) {
            return this.load();
        }
        this.refresh();
    }

    // -- what the user does ------------------------------------------------------------------------------------------

    /**
     * @param {number} id
     * @param {"15min"|"1h"|"tomorrow"|"at"} choice
     * @param {luxon.DateTime} [moment] for "at"
     */
    async postpone(id, choice, moment) {
        await this.orm.call(MODEL, "duret_postpone", [[id], choice, moment ? serializeDateTime(moment) : false]);
        this.forget(id);
        // The bus brings the new time; without it the list does.
        await this.load();
    }

    async done(id) {
        await this.orm.call(MODEL, "duret_done", [[id]]);
        this.forget(id);
    }

    /** @param {boolean} reached whether the person was spoken to: if not, the reminder stays */
    async called(id, reached) {
        await this.orm.call(MODEL, "duret_called", [[id], reached]);
        if (reached) {
            this.forget(id);
        }
    }

    forget(id) {
        this.rows.delete(id);
        this.refresh();
    }

    // -- notification of the browser ---------------------------------------------------------------------------------

    /** Show due reminders outside the browser's window: once each, by one of the tabs, if the user allowed it. */
    async notifyDesktop(rows) {
        if (browser.Notification?.permission !== "granted" || !(await this.multiTab.isOnMainTab())) {
            return;
        }
        const shown = JSON.parse(browser.localStorage.getItem(NOTIFIED_KEY) || "{}");
        const fresh = rows.filter((row) => shown[row.id] !== row.deadline);
        for (const row of fresh) {
            const text = [row.title, row.phone_shown, row.about].filter(Boolean).join("\n");
            const popup = new browser.Notification(row.who || row.title, {body: text, tag: `duret-${row.id}`});
            popup.addEventListener("click", () => {
                browser.focus?.();
                popup.close();
            });
        }
        const kept = Object.fromEntries(this.state.due.map((row) => [row.id, row.deadline]));
        browser.localStorage.setItem(NOTIFIED_KEY, JSON.stringify(kept));
    }
}

export const reminderService = {
    dependencies: ["orm", "bus_service", "multi_tab"],

    start(env, {orm, bus_service, multi_tab}) {
        const reminders = new Reminders({orm, bus: bus_service, multiTab: multi_tab});
        // The web client opens first: reminders never make anybody wait.
        env.bus.addEventListener("WEB_CLIENT_READY", () => reminders.start(), {once: true});
        return reminders;
    },
};

registry.category("services").add("duret_reminder", reminderService);
