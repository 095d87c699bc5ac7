import {Component, useState} from "@odoo/owl";
import {dial, mapLink, nextStep, stateWords, typeName} from "../../words/visits";
import {Icon} from "../icon/icon";
import {hour} from "../../words/dates";

/** One visit of the day: when, who, where, and what the technician taps next. */
export class VisitCard extends Component {
    static template = "duret_intervention.app.VisitCard";
    static components = {Icon};
    static props = {visit: Object, isToday: Boolean};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get visit() {
        return this.props.visit;
    }

    get hours() {
        return `${hour(this.visit.start)} – ${hour(this.visit.end)}`;
    }

    get type() {
        return typeName(this.visit, this.store.catalogue);
    }

    get stateWords() {
        return stateWords(this.visit.state);
    }

    get way() {
        return mapLink(this.visit);
    }

    get call() {
        const phone = this.visit.contact?.phone || this.visit.client?.phone;
        return phone ? dial(phone) : "";
    }

    get step() {
        return this.props.isToday ? nextStep(this.visit.state) : null;
    }

    get href() {
        return this.env.app.router.href("visit", {visit: this.visit.id});
    }

    async take(step) {
        await this.store.tell(this.visit.id, step.kind);
    }
}
