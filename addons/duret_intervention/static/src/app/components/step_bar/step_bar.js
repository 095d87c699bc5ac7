import {Component, useState} from "@odoo/owl";
import {nextStep} from "../../words/visits";
import {_t} from "@web/core/l10n/translation";

/** What the technician taps next at a visit, always at the same place, under the thumb. */
export class StepBar extends Component {
    static template = "duret_intervention.app.StepBar";
    static props = {visit: Object, named: {type: Boolean, optional: true}};

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({busy: false, ending: false});
    }

    get visit() {
        return this.props.visit;
    }

    get report() {
        return this.store.reportsOf(this.visit.id).at(-1);
    }

    get step() {
        return nextStep(this.visit.state);
    }

    /** At the client's, the report comes first; once it is closed, the end of the visit does. */
    get reportFirst() {
        return ["on_site", "done"].includes(this.visit.state) && !this.report?.closed;
    }

    get reportWords() {
        return this.report ? _t("Go on with the report") : _t("Write the report");
    }

    async take() {
        const unsigned = this.step.kind === "visit.finish" && !this.report?.closed;
        if (unsigned && !this.state.ending) {
            this.state.ending = true;
            return;
        }
        this.state.busy = true;
        try {
            await this.store.tell(this.visit.id, this.step.kind);
        } finally {
            Object.assign(this.state, {busy: false, ending: false});
        }
    }

    async write() {
        this.state.busy = true;
        try {
            const report = await this.store.openReport(this.visit.id);
            this.env.app.router.go("report", {visit: this.visit.id, report});
        } finally {
            this.state.busy = false;
        }
    }
}
