import {Component, onMounted, onWillStart, onWillUnmount, useRef, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {MyDayRow} from "./my_day_row";

const {DateTime} = luxon;
const BUS_TYPE = "duret_my_day";
// Changes come in bursts: wait for the end of one, and never ask more often than this.
const DEBOUNCE = 600;
const PACE = 2000;
const MINUTE = 60 * 1000;
const SCOPE_KEY = "duret_my_day.scope";

/** « My day »: everything that waits for the user today, kept up to date by the bus. */
export class MyDay extends Component {
    static template = "duret_helpdesk.MyDay";
    static components = {MyDayRow};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.permission = useState(useService("mail.notification.permission"));
        this.root = useRef("root");
        this.state = useState({day: null, now: DateTime.now()});
        this.scope = browser.localStorage.getItem(SCOPE_KEY) || null;
        this.loadedAt = 0;
        this.isStale = false;

        const onMessage = ({codes}) => this.changed(codes);
        onWillStart(() => this.load());
        onMounted(() => {
            this.bus.subscribe(BUS_TYPE, onMessage);
            this.bus.start();
            browser.addEventListener("visibilitychange", this.catchUp);
            this.clock = browser.setInterval(() => this.tick(), MINUTE);
        });
        onWillUnmount(() => {
            this.bus.unsubscribe(BUS_TYPE, onMessage);
            browser.removeEventListener("visibilitychange", this.catchUp);
            browser.clearInterval(this.clock);
            browser.clearTimeout(this.timer);
        });
        // What was said while the connection was down was not heard.
        useBus(this.bus, "BUS:RECONNECT", () => this.schedule());
        for (const [key, step] of [
            ["j", 1],
            ["arrowdown", 1],
            ["k", -1],
            ["arrowup", -1],
        ]) {
            useHotkey(key, () => this.move(step), {allowRepeat: true, isAvailable: () => !this.isMenuOpen});
        }
    }

    // -- data --------------------------------------------------------------------------------------------------------

    async load() {
        browser.clearTimeout(this.timer);
        this.timer = null;
        this.isStale = false;
        const day = await this.orm.silent.call("duret.my.day", "get_day", [this.scope]);
        this.loadedAt = Date.now();
        this.state.now = DateTime.now();
        this.state.day = day;
        this.scope = day.scope;
    }

    /** A message of the bus: only what is on this screen matters. */
    changed(codes) {
        const shown = new Set(this.state.day.blocks.map((block) => block.code));
        if (codes.some((code) => shown.has(code))) {
            this.schedule();
        }
    }

    /** Read again soon, once for a burst; a hidden tab waits until it is looked at. */
    schedule() {
        if (browser.document?.hidden ?? document.hidden) {
            this.isStale = true;
            return;
        }
        if (!this.timer) {
            const rest = PACE - (Date.now() - this.loadedAt);
            this.timer = browser.setTimeout(() => this.load(), Math.max(DEBOUNCE, rest));
        }
    }

    catchUp = () => {
        if (!document.hidden && this.isStale) {
            this.load();
        }
    };

    /** Minutes pass on the screen without asking the server, except when a new day begins. */
    tick() {
        const before = this.state.now;
        this.state.now = DateTime.now();
        if (!before.hasSame(this.state.now, "day")) {
            this.schedule();
        }
    }

    async choose(scope) {
        this.scope = scope;
        browser.localStorage.setItem(SCOPE_KEY, scope);
        await this.load();
    }

    // -- what is shown -----------------------------------------------------------------------------------------------

    get agenda() {
        return this.state.day.blocks.filter((block) => block.place === "agenda" && block.count);
    }

    get lists() {
        return this.state.day.blocks.filter((block) => block.place !== "agenda" && block.count);
    }

    get finished() {
        return this.state.day.blocks.filter((block) => !block.count);
    }

    get isAllDone() {
        return !this.agenda.length && !this.lists.length;
    }

    get greeting() {
        return _t("Good day %s", this.state.day.name);
    }

    get date() {
        return this.state.now.toLocaleString({weekday: "long", day: "numeric", month: "long", year: "numeric"});
    }

    scopeName(scope) {
        return scope === "team" ? _t("Team") : _t("Me");
    }

    count(block) {
        return block.is_capped ? "99+" : String(block.count);
    }

    hasMore(block) {
        return block.is_capped || block.count > block.rows.length;
    }

    isUrgent(block) {
        return block.rows.some((row) => row.tone === "danger");
    }

    // -- what the user does ------------------------------------------------------------------------------------------

    seeAll(block) {
        return this.action.doAction(block.action);
    }

    goTo(code) {
        const card = this.root.el.querySelector(`[data-block="${code}"]`);
        card?.scrollIntoView({behavior: "smooth", block: "start"});
        card?.querySelector(".o_duret_row_title")?.focus({preventScroll: true});
    }

    get isMenuOpen() {
        return Boolean(document.querySelector(".o_duret_postpone_menu"));
    }

    /** Move the focus to the next or previous row; Enter then opens it, as on any button. */
    move(step) {
        const rows = [...this.root.el.querySelectorAll(".o_duret_row_title")];
        const current = document.activeElement?.closest(".o_duret_row")?.querySelector(".o_duret_row_title");
        const index = rows.indexOf(current);
        const next = index < 0 ? (step > 0 ? 0 : rows.length - 1) : index + step;
        rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
    }
}

registry.category("actions").add("duret_my_day", MyDay);
