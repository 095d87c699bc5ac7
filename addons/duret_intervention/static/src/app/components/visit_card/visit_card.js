import {Component, useState} from "@odoo/owl";
import {dial, isGone, mapLink, phoneOf, stateWords, typeName} from "../../words/visits";
import {DelaySheet} from "../delay_sheet/delay_sheet";
import {Icon} from "../icon/icon";
import {_t} from "@web/core/l10n/translation";
import {hour, shortDay} from "../../words/dates";

/**
 * One visit: when, who, where; with `acts`, the way, the call and how late; with `sheet`, on its
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
        this.state = useState({late: false});
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

    get isGone() {
        return isGone(this.visit);
    }

    get words() {
        const {state, late} = this.visit;
        if (this.isGone) {
            return _t("Taken off your day");
        }
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

    get canBeLate() {
        return !this.isGone && ["planned", "en_route"].includes(this.visit.state || "planned");
    }

    get href() {
        return this.env.app.router.href("visit", {visit: this.visit.id});
    }

    async delay(minutes) {
        this.state.late = false;
        await this.store.tell(this.visit.id, "visit.delay", {minutes});
    }
}
