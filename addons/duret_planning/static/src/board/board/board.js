import {Component, onMounted, onWillStart, onWillUnmount, useRef, useState} from "@odoo/owl";
import {routes} from "../board_rules";
import {BoardMap} from "../board_map/board_map";
import {BoardStore} from "../board_store";
import {DayView} from "../day_view/day_view";
import {PhoneDay} from "../phone_day/phone_day";
import {SideList} from "../side_list/side_list";
import {VisitCard} from "../visit_card/visit_card";
import {WeekView} from "../week_view/week_view";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {toServer} from "../board_time";
import {useBoardBus} from "./board_bus";
import {useBoardDrag} from "./board_drag_hook";
import {useBoardKeys} from "./board_keys";
import {useBoardMoves} from "./board_moves";
import {usePopover} from "@web/core/popover/popover_hook";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const {DateTime} = luxon;
const MINUTE = 60 * 1000;
const MEMORY = "duret_planning.board";
const SIZES = ["small", "large", "none"];
const NOTHING = [];

/** The planning of everybody, alive: a timeline by technician, what waits beside it, the day on a map under it. */
export class Board extends Component {
    static template = "duret_planning.Board";
    static components = {BoardMap, DayView, PhoneDay, SideList, WeekView};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.root = useRef("root");
        const memory = recall();
        const last = this.props.state || {};
        this.store = useState(
            new BoardStore(useService("orm"), {
                day: last.day ? DateTime.fromISO(last.day) : DateTime.now(),
                mode: this.env.isSmall ? "day" : last.mode || memory.mode || "day",
                filters: memory.filters,
            })
        );
        this.state = useState({
            now: DateTime.now(),
            selected: 0,
            focus: null,
            preview: null,
            listed: false,
            shownDay: this.store.day,
            map: SIZES.includes(memory.map) ? memory.map : "small",
            person: 0,
        });
        this.card = usePopover(VisitCard, {position: "bottom", popoverClass: "o_duret_visit_popover"});
        this.moves = useBoardMoves(this.store);
        const bus = useBoardBus(this.store, () => this.dragging.dragging);
        this.dragging = useBoardDrag(this, () => bus.schedule());
        useBoardKeys(this);
        useSetupAction({getLocalState: () => ({day: this.store.day.toISODate(), mode: this.store.mode})});
        onWillStart(() => this.begin());
        onMounted(() => {
            this.clock = browser.setInterval(() => this.tick(), MINUTE);
        });
        onWillUnmount(() => browser.clearInterval(this.clock));
    }

    async begin() {
        await this.store.load();
        const {person} = this.store.rights;
        this.state.person = person || this.store.technicians[0]?.id || 0;
    }

    tick() {
        const before = this.state.now;
        this.state.now = DateTime.now();
        if (!before.hasSame(this.state.now, "day") && this.store.day.hasSame(before, "day")) {
            this.goToday();
        }
    }

    // -- what is shown -----------------------------------------------------------------------------------------------

    get title() {
        const {store} = this;
        if (store.mode === "day") {
            return store.day.toLocaleString({weekday: "long", day: "numeric", month: "long", year: "numeric"});
        }
        const [first, last] = [store.days[0], store.days.at(-1)];
        const from = first.toLocaleString(
            first.hasSame(last, "month") ? {day: "numeric"} : {day: "numeric", month: "long"}
        );
        const to = last.toLocaleString({day: "numeric", month: "long", year: "numeric"});
        return _t("Week %(number)s, %(from)s to %(to)s", {number: first.weekNumber, from, to});
    }

    get isToday() {
        const {start, stop} = this.store.period;
        return start <= this.state.now && this.state.now < stop;
    }

    /** The day on the map: the one of the board, or the one chosen in the week. */
    get mapDay() {
        const {store, state} = this;
        if (store.mode === "day") {
            return store.day.startOf("day");
        }
        const chosen = store.days.find((day) => day.hasSame(state.shownDay, "day"));
        return chosen || store.days.find((day) => day.hasSame(state.now, "day")) || store.days[0];
    }

    /** Computed again only when it may differ: the map is drawn by hand. */
    get ways() {
        const day = this.mapDay;
        const {person} = this.state;
        const key = `${this.store.version} ${day.toISODate()} ${this.env.isSmall ? person : ""}`;
        if (this.waysKey !== key) {
            const {technicians, rows} = this.store;
            const shown = this.env.isSmall ? technicians.filter(({id}) => id === person) : technicians;
            this.waysKey = key;
            this.knownWays = routes(shown, rows, toServer(day), toServer(day.plus({days: 1})));
        }
        return this.knownWays;
    }

    /** The map looks for its best view again when the person looks somewhere else, not at each change. */
    get mapView() {
        const who = this.env.isSmall ? this.state.person : "";
        return [this.mapDay.toISODate(), this.store.looks, who].join(" ");
    }

    /** On a telephone the map is about one technician's day. */
    get mapWaiting() {
        return this.env.isSmall ? NOTHING : this.store.waiting.rows;
    }

    /** Where the Tab key enters the board: the visit that had the focus last, else the first. */
    get entry() {
        const {state, store} = this;
        const {focus} = state;
        if (focus && store.rows[focus.person]?.some(({id}) => id === focus.visit)) {
            return focus;
        }
        const first = store.technicians.find(({id}) => store.rows[id]?.length);
        return first ? {person: first.id, visit: store.rows[first.id][0].id} : null;
    }

    get hasFilter() {
        const {team, zone, skill} = this.store.filters;
        return Boolean(team || zone || skill);
    }

    get truncatedWarning() {
        return _t("Only the first %s visits are shown: choose a team or a shorter period.", this.store.truncated);
    }

    // -- keyboard ----------------------------------------------------------------------------------------------------

    /** The visit of the board that has the focus. */
    get focused() {
        const {visit, person} = document.activeElement?.dataset || {};
        return visit && person ? {visit: Number(visit), person: Number(person)} : null;
    }

    /** Keys belong to a window, a menu or a field that is open. */
    get isElsewhere() {
        return this.env.isSmall || Boolean(document.activeElement?.closest(".leaflet-container, select, .o_popover"));
    }

    // -- what the user does ------------------------------------------------------------------------------------------

    goToday() {
        this.card.close();
        this.state.shownDay = this.state.now;
        return this.store.goTo(DateTime.now());
    }

    step(count) {
        this.card.close();
        return this.store.step(count);
    }

    setMode(mode) {
        if (mode === this.store.mode) {
            return null;
        }
        this.card.close();
        const day = mode === "day" ? this.mapDay : this.store.day;
        this.state.shownDay = day;
        const loaded = this.store.goTo(day, mode);
        this.remember();
        return loaded;
    }

    /** In the week: a first click shows the day on the map, a second one opens it. */
    pickDay(day) {
        if (day.hasSame(this.mapDay, "day") && this.pickedDay === day.toISODate()) {
            this.pickedDay = null;
            this.state.shownDay = day;
            return this.setMode("day");
        }
        this.pickedDay = day.toISODate();
        this.state.shownDay = day;
        return null;
    }

    filterBy(name, value) {
        const loaded = this.store.filterBy({[name]: name === "zone" ? value : Number(value)});
        this.remember();
        return loaded;
    }

    clearFilters() {
        const loaded = this.store.filterBy({team: 0, zone: "", skill: 0});
        this.remember();
        return loaded;
    }

    resizeMap() {
        const index = SIZES.indexOf(this.state.map);
        this.state.map = SIZES[(index + 1) % SIZES.length];
        this.remember();
    }

    /** A click on a visit: what is known of it, beside it. */
    onClick(ev) {
        const chip = ev.target.closest(".o_duret_chip");
        const visit = chip && this.store.find(Number(chip.dataset.visit));
        if (!visit) {
            return;
        }
        this.state.selected = visit.id;
        if (chip.dataset.person) {
            this.state.focus = {visit: visit.id, person: Number(chip.dataset.person)};
        }
        this.card.open(chip, {visit, crew: this.crewOf(visit), open: (one) => this.open(one)});
    }

    /** A click on a pin: the same visit on the board. */
    pick(id) {
        this.state.selected = id;
        const chip = this.root.el.querySelector(
            `.o_duret_chip[data-visit="${id}"], .o_duret_phone_visit[data-visit="${id}"]`
        );
        chip?.scrollIntoView({block: "nearest", inline: "nearest"});
        chip?.focus();
    }

    crewOf(visit) {
        const names = new Map(this.store.technicians.map(({id, name}) => [id, name]));
        return visit.persons.map((id) => names.get(id) || _t("another technician")).join(", ");
    }

    open(visit) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "fsm.order",
            res_id: visit.id,
            views: [[false, "form"]],
        });
    }

    openList() {
        return this.action.doAction("duret_planning.fsm_order_action_planning");
    }

    /** A technician says where he is; a delay opens the window that asks how much. */
    async report(visit, method) {
        const action = await this.store.report(visit, method);
        if (action?.type) {
            await this.action.doAction(action, {onClose: () => this.store.refresh([visit.id])});
        }
    }

    choosePerson(id) {
        this.state.person = id;
    }

    remember() {
        const {mode, filters} = this.store;
        browser.localStorage.setItem(MEMORY, JSON.stringify({mode, filters, map: this.state.map}));
    }
}

/** How this person looked at the board last; anything unreadable counts as nothing. */
function recall() {
    try {
        return JSON.parse(browser.localStorage.getItem(MEMORY)) || {};
    } catch {
        return {};
    }
}

registry.category("lazy_components").add("duret_planning.Board", Board);
