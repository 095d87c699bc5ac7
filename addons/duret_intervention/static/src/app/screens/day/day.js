import {Component, useState} from "@odoo/owl";
import {dayKey, longDay} from "../../words/dates";
import {VisitCard} from "../../components/visit_card/visit_card";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";

/** Today and the days that follow. */
export class DayScreen extends Component {
    static template = "duret_intervention.app.DayScreen";
    static components = {VisitCard};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({day: null});
    }

    get today() {
        return dayKey(this.env.app.clock.corrected());
    }

    /** Days with visits, today always among them. */
    get days() {
        const keys = new Set([this.today]);
        for (const {start} of this.store.visits.values()) {
            keys.add(dayKey(start));
        }
        return [...keys].sort().map((key) => ({key, label: this.label(key), count: this.visitsOf(key).length}));
    }

    get day() {
        return this.state.day || this.today;
    }

    label(key) {
        return key === this.today ? _t("Today") : longDay(`${key}T12:00:00Z`);
    }

    visitsOf(key) {
        return [...this.store.visits.values()]
            .filter(({start}) => dayKey(start) === key)
            .sort((one, other) => one.start.localeCompare(other.start) || one.id - other.id);
    }

    get visits() {
        return this.visitsOf(this.day);
    }
}

screens.add("day", {component: DayScreen, path: "", title: _t("My day"), icon: "home", menu: 10});
