import {Component} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {lengthText} from "@duret_intervention/app/report/times";
import {_t} from "@web/core/l10n/translation";

/** Minutes of one tap. */
export const QUARTER = 15;

/** Hours to count, by kind, in quarters of an hour. */
export class Hours extends Component {
    static template = "duret_intervention.app.Hours";
    static components = {Icon};
    static props = {content: Object, kinds: Array, set: Function};

    minutes(code) {
        return this.props.content[`hours/${code}`] || 0;
    }

    words(code) {
        return lengthText(this.minutes(code));
    }

    label(kind, more) {
        return more ? _t("%s: a quarter of an hour more", kind.name) : _t("%s: a quarter of an hour less", kind.name);
    }

    move(code, by) {
        // To the next whole quarter, so that what was imported to the minute becomes round.
        const minutes =
            by > 0 ? Math.floor(this.minutes(code) / QUARTER) + 1 : Math.ceil(this.minutes(code) / QUARTER) - 1;
        this.props.set(`hours/${code}`, Math.max(0, minutes) * QUARTER || null);
    }
}
