import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {byTechnician, hasPlace, routes} from "@duret_planning/board/board_rules";
import {clock, fromServer, toServer} from "@duret_planning/board/board_time";
import {BoardMap} from "@duret_planning/board/board_map/board_map";
import {CHANNEL} from "@duret_planning/board/board/board_bus";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {visitWords} from "./visit_words";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
// Reports have no channel of their own, and a day that is looked at for hours should stay true.
const EVERY = 2 * 60 * 1000;
const DEBOUNCE = 800;

/** The board's map; a pin says what was reported of its visit. */
export class StateMap extends BoardMap {
    pin(visit, mark, color, title, second) {
        const {sign, words} = visitWords(visit);
        super.pin(visit, sign || mark, color, title, [second, words].filter(Boolean).join(", "));
    }
}

/** Where everybody is today: technicians with their visits and what came of them, beside a map. */
export class DayMap extends Component {
    static template = "duret_intervention.DayMap";
    static components = {StateMap};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        const day = DateTime.now().startOf("day");
        this.state = useState({day, selected: 0, technicians: [], visits: [], tiles: {}, only: 0});
        onWillStart(() => this.load());
        onMounted(() => this.listen());
        onWillUnmount(() => {
            this.bus.unsubscribe(CHANNEL, this.hear);
            this.bus.deleteChannel(CHANNEL);
            browser.clearInterval(this.every);
            browser.clearTimeout(this.soon);
        });
    }

    listen() {
        this.hear = () => {
            browser.clearTimeout(this.soon);
            this.soon = browser.setTimeout(() => this.load(), DEBOUNCE);
        };
        this.bus.subscribe(CHANNEL, this.hear);
        this.bus.addChannel(CHANNEL);
        this.every = browser.setInterval(() => this.load(), EVERY);
    }

    async load() {
        const {day} = this.state;
        const bounds = [toServer(day), toServer(day.plus({days: 1}))];
        const found = await this.orm.silent.call("duret.day.map", "load", bounds);
        if (day === this.state.day) {
            Object.assign(this.state, found);
        }
    }

    get title() {
        return this.state.day.toLocaleString({weekday: "long", day: "numeric", month: "long", year: "numeric"});
    }

    /** Technicians who have visits that day, each with them by hour. */
    get people() {
        const rows = byTechnician(this.state.visits);
        return this.state.technicians
            .filter(({id}) => rows[id])
            .map((technician) => ({
                technician,
                visits: rows[technician.id],
                done: rows[technician.id].filter(({state}) => state === "done").length,
            }));
    }

    get shown() {
        const {only} = this.state;
        return only ? this.people.filter(({technician}) => technician.id === only) : this.people;
    }

    get ways() {
        const {day, visits} = this.state;
        const technicians = this.shown.map(({technician}) => technician);
        return routes(technicians, byTechnician(visits.map(withHours)), toServer(day), toServer(day.plus({days: 1})));
    }

    get view() {
        return `${this.state.day.toISODate()} ${this.state.only} ${this.state.visits.length}`;
    }

    get placeless() {
        return this.state.visits.filter((visit) => !hasPlace(visit)).length;
    }

    get placelessWords() {
        return _t("%s visits have no place on the map: complete the address of their site.", this.placeless);
    }

    hour(visit) {
        return clock(fromServer(visit.start));
    }

    where({city, type}) {
        return [city, type].filter(Boolean).join(" · ");
    }

    words(visit) {
        return visitWords(visit);
    }

    step(days) {
        const {day} = this.state;
        this.state.day = days ? day.plus({days}) : DateTime.now().startOf("day");
        return this.load();
    }

    choose(id) {
        this.state.only = this.state.only === id ? 0 : id;
    }

    pick(id) {
        this.state.selected = id;
        document.querySelector(`.o_duret_day_visit[data-visit="${id}"]`)?.scrollIntoView({block: "nearest"});
    }

    open(visit) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "fsm.order",
            res_id: visit.id,
            views: [[false, "form"]],
        });
    }
}

/** A visit as the map of the board reads it. */
function withHours(visit) {
    return {...visit, begin: fromServer(visit.start), end: fromServer(visit.stop)};
}

registry.category("lazy_components").add("duret_intervention.DayMap", DayMap);
