import {Component, useState} from "@odoo/owl";
import {dial, mapLink, nextStep, phoneOf, stateWords, typeName} from "../../words/visits";
import {DelaySheet} from "../delay_sheet/delay_sheet";
import {Icon} from "../icon/icon";
import {_t} from "@web/core/l10n/translation";
import {hour, shortDay} from "../../words/dates";

/**
 * One visit: when, who, where; with `acts`, the way, the call and what the technician taps next; with `sheet`, on its
 * own screen, where it leads nowhere; with `dated`, the day too.
 */
export class VisitCard extends Component {
    static template = "duret_intervention.app.VisitCard";
    static components = {DelaySheet, Icon};
    static props = {
        visit: Object,
        acts: Boolean,
        sheet: {type: Boolean, optional: true},
        dated: {type: Boolean, optional: true},
    };

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({late: false, busy: false, ending: false});
    }

    get visit() {
        return this.props.visit;
    }

    get hours() {
        const {start, end} = this.visit;
        return start ? `${hour(start)} – ${hour(end || start)}` : "";
    }

    get date() {
        return this.props.dated && this.visit.start ? shortDay(this.visit.start) : "";
    }

    get type() {
        return typeName(this.visit, this.store.catalogue);
    }

    get words() {
        const {state, late} = this.visit;
        if (late && state !== "done" && state !== "on_site") {
            return _t("%s min late", late);
        }
        return stateWords(state || "planned");
    }

    get way() {
        return mapLink(this.visit);
    }

    get call() {
        const phone = phoneOf(this.visit);
        return phone ? dial(phone) : "";
    }

    get report() {
        return this.store.reportsOf(this.visit.id).at(-1);
    }

    get step() {
        return nextStep(this.visit.state);
    }

    get canBeLate() {
        return ["planned", "en_route"].includes(this.visit.state || "planned");
    }

    get href() {
        return this.env.app.router.href("visit", {visit: this.visit.id});
    }

    get reportWords() {
        return this.report && !this.report.closed ? _t("Go on with the report") : _t("Write the report");
    }

    async take(step) {
        const unsigned = step.kind === "visit.finish" && !this.report?.closed;
        if (unsigned && !this.state.ending) {
            this.state.ending = true;
            return;
        }
        await this.tell(step.kind);
    }

    async tell(kind, data = {}) {
        Object.assign(this.state, {busy: true, late: false});
        try {
            await this.store.tell(this.visit.id, kind, data);
        } finally {
            Object.assign(this.state, {busy: false, ending: false});
        }
    }

    async write() {
        this.state.busy = true;
        const report = await this.store.openReport(this.visit.id);
        this.env.app.router.go("report", {visit: this.visit.id, report});
    }
}
