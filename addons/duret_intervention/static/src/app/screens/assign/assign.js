import {AssignDesk, why} from "./assign_desk";
import {Component, onWillStart, useState} from "@odoo/owl";
import {dayKey, hour, longDay} from "@duret_intervention/app/words/dates";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {Sheet} from "@duret_intervention/app/components/sheet/sheet";
import {_t} from "@web/core/l10n/translation";
import {screens} from "@duret_intervention/app/router/screens";

const DAY = 24 * 3600 * 1000;
const FARTHEST = 30;

/** Visits without a technician; one is given to a colleague, at an hour when he is free. */
export class AssignScreen extends Component {
    static template = "duret_intervention.app.AssignScreen";
    static components = {Icon, Sheet};
    static props = {params: Object};

    setup() {
        this.desk = new AssignDesk(this.env.app);
        this.state = useState({
            waiting: null,
            technicians: [],
            ahead: 0,
            visit: null,
            person: 0,
            times: null,
            start: "",
            reason: "",
            trouble: "",
            told: "",
            busy: false,
        });
        onWillStart(() => this.refresh());
    }

    get day() {
        return new Date(this.env.app.clock.now().getTime() + this.state.ahead * DAY);
    }

    get dayWords() {
        return longDay(this.day);
    }

    get isFirst() {
        return this.state.ahead === 0;
    }

    get isLast() {
        return this.state.ahead >= FARTHEST - 1;
    }

    get chosen() {
        return this.state.technicians.find(({id}) => id === this.state.person);
    }

    get giveWords() {
        return _t("Give to %(name)s, %(day)s at %(hour)s", {
            name: this.chosen.name,
            day: this.dayWords,
            hour: hour(this.state.start),
        });
    }

    get more() {
        const {waiting} = this.state;
        return waiting && waiting.count > waiting.rows.length ? waiting.count - waiting.rows.length : 0;
    }

    hourOf(start) {
        return hour(start);
    }

    /** Hours of work of a technician that day, as people say it. */
    load({away, minutes, visits}) {
        if (away) {
            return _t("Away");
        }
        return visits ? _t("%s h of visits", Math.round(minutes / 6) / 10) : _t("Free");
    }

    place({city, type, minutes}) {
        return [type, city, minutes && _t("%s min", minutes)].filter(Boolean).join(" · ");
    }

    /** Ask the server; what it says when it cannot is shown, and nothing is lost: nothing was kept here. */
    async ask(question) {
        this.state.busy = true;
        this.state.trouble = "";
        try {
            return await question();
        } catch (error) {
            this.state.trouble = why(error);
            return null;
        } finally {
            this.state.busy = false;
        }
    }

    async refresh() {
        const found = await this.ask(() => this.desk.load(dayKey(this.day)));
        if (found) {
            Object.assign(this.state, {waiting: found.waiting, technicians: found.technicians});
        }
    }

    choose(visit) {
        Object.assign(this.state, {visit, person: 0, times: null, start: "", told: ""});
    }

    close() {
        this.state.visit = null;
    }

    async step(days) {
        this.state.ahead += days;
        Object.assign(this.state, {person: 0, times: null, start: ""});
        await this.refresh();
    }

    async pickPerson(person) {
        Object.assign(this.state, {person, times: null, start: "", reason: ""});
        const found = await this.ask(() => this.desk.times(this.state.visit.id, person, dayKey(this.day)));
        if (found && person === this.state.person) {
            Object.assign(this.state, {times: found.times, reason: found.why});
        }
    }

    async give() {
        const {visit, person, start} = this.state;
        const words = this.giveWords;
        const answer = await this.ask(() => this.desk.give(visit, person, start));
        if (!answer) {
            return;
        }
        if (answer.state === "applied") {
            Object.assign(this.state, {visit: null, told: `${visit.client} : ${words}`});
        } else {
            // Somebody was faster: the hours and the list are asked again, under the sentence that says so.
            Object.assign(this.state, {start: "", times: null, person: 0});
        }
        await this.refresh();
        if (answer.state !== "applied") {
            this.state.trouble = answer.message;
            this.renew();
        }
        this.env.app.sync.run();
    }

    /** The visit of the sheet as the list has it now; gone when somebody else gave it. */
    renew() {
        const {visit, waiting} = this.state;
        this.state.visit = (visit && waiting?.rows.find(({id}) => id === visit.id)) || null;
    }
}

screens.add("assign", {
    component: AssignScreen,
    path: "assign",
    icon: "user",
    title: () => _t("Give visits"),
    short: _t("Give"),
    menu: 35,
    shown: ({store}) => Boolean(store.me?.may_assign),
});
