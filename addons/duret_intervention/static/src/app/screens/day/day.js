import {Component, useState} from "@odoo/owl";
import {dayKey, longDay, shortWeekday} from "../../words/dates";
import {Streak} from "../../components/streak/streak";
import {StepBar} from "../../components/step_bar/step_bar";
import {VisitCard} from "../../components/visit_card/visit_card";
import {isGone} from "../../words/visits";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";

/** Today and the days that follow. */
export class DayScreen extends Component {
    static template = "duret_intervention.app.DayScreen";
    static components = {Streak, StepBar, VisitCard};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({day: null});
    }

    get today() {
        return dayKey(this.env.app.clock.corrected());
    }

    /** Today and what comes, each day with its visits; today is always there. What the office took away is told today. */
    get days() {
        const found = new Map([[this.today, []]]);
        for (const visit of this.store.visits.values()) {
            const key = visit.start && dayKey(visit.start);
            if (key === this.today || (key > this.today && !isGone(visit))) {
                found.set(key, [...(found.get(key) || []), visit]);
            }
        }
        return [...found.entries()]
            .sort(([one], [other]) => one.localeCompare(other))
            .map(([key, visits]) => ({
                key,
                visits,
                count: visits.filter((visit) => !isGone(visit)).length,
                short: this.short(key),
                long: longDay(`${key}T12:00:00Z`),
            }));
    }

    get day() {
        const {days} = this;
        return days.find(({key}) => key === this.state.day) || days.find(({key}) => key === this.today);
    }

    get isToday() {
        return this.day.key === this.today;
    }

    short(key) {
        return key === this.today ? _t("Today") : shortWeekday(`${key}T12:00:00Z`);
    }

    get visits() {
        return [...this.day.visits].sort((one, other) => one.start.localeCompare(other.start) || one.id - other.id);
    }

    /** The visit at hand: the one he is at or on his way to, else the next one. */
    get current() {
        const open = this.visits.filter((visit) => visit.state !== "done" && !isGone(visit));
        return open.find(({state}) => state === "on_site" || state === "en_route") || open[0];
    }

    /** Visits of days gone by whose report was begun and not closed. */
    get unfinished() {
        const begun = new Set([...this.store.reports.values()].filter(({closed}) => !closed).map(({visit}) => visit));
        return [...this.store.visits.values()].filter(
            ({id, start}) => begun.has(id) && !(start && dayKey(start) >= this.today)
        );
    }

    get done() {
        return this.visits.filter((visit) => visit.state === "done" && !isGone(visit)).length;
    }

    get summary() {
        const all = this.day.count;
        return this.isToday && all ? _t("%(done)s of %(all)s done", {done: this.done, all}) : _t("%s visits", all);
    }
}

screens.add("day", {component: DayScreen, path: "", title: _t("My day"), short: _t("Day"), icon: "home", menu: 10});
