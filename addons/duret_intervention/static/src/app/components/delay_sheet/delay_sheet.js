import {Component} from "@odoo/owl";
import {Sheet} from "../sheet/sheet";
import {_t} from "@web/core/l10n/translation";

const USUAL = [15, 30, 45, 60];

/** How late: one tap; the client is told by the office's computer. */
export class DelaySheet extends Component {
    static template = "duret_intervention.app.DelaySheet";
    static components = {Sheet};
    static props = {delays: Array, choose: Function, close: Function};

    get title() {
        return _t("How late will you be?");
    }

    get delays() {
        return this.props.delays.length ? this.props.delays : USUAL;
    }

    words(minutes) {
        return minutes === 60 ? _t("1 hour") : _t("%s minutes", minutes);
    }
}
