import {Component, useState} from "@odoo/owl";
import {asUtc, atClock, clockText, lengthText, minutesBetween} from "@duret_intervention/app/report/times";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {_t} from "@web/core/l10n/translation";

/** Arrival and departure: one tap each; a correction says why. */
export class Times extends Component {
    static template = "duret_intervention.app.Times";
    static components = {Icon};
    static props = {content: Object, visit: Object, set: Function};

    setup() {
        this.state = useState({correcting: "", clock: "", reason: "", trouble: ""});
    }

    get lines() {
        return [
            {path: "arrived_at", why: "arrived_reason", label: _t("Arrival"), tap: _t("I have arrived")},
            {path: "left_at", why: "left_reason", label: _t("Departure"), tap: _t("I am leaving")},
        ];
    }

    clock(path) {
        return clockText(this.props.content[path]);
    }

    get length() {
        const minutes = minutesBetween(this.props.content.arrived_at, this.props.content.left_at);
        return minutes ? lengthText(minutes) : "";
    }

    /** The tap is also what the office and the next client hear of. */
    async tap(path) {
        const {app} = this.env;
        await this.props.set(path, asUtc(app.clock.now()));
        const {id, state} = this.props.visit;
        if (id && path === "arrived_at" && !["on_site", "done"].includes(state)) {
            await app.store.tell(id, "visit.arrive");
        } else if (id && path === "left_at" && state !== "done") {
            await app.store.tell(id, "visit.finish");
        }
    }

    correct({path, why}) {
        Object.assign(this.state, {
            correcting: path,
            clock: this.clock(path),
            reason: this.props.content[why] || "",
            trouble: "",
        });
    }

    async keep({path, why}) {
        const {clock, reason} = this.state;
        if (!clock || !reason.trim()) {
            this.state.trouble = _t("Give the right time and say why it is corrected.");
            return;
        }
        const other = path === "left_at" ? this.props.content.arrived_at : this.props.content.left_at;
        const moment = atClock(this.props.content[path], clock);
        if (other && (path === "left_at" ? moment < other : moment > other)) {
            this.state.trouble = _t("The departure comes before the arrival.");
            return;
        }
        await this.props.set(path, moment);
        await this.props.set(why, reason.trim());
        this.state.correcting = "";
    }
}
