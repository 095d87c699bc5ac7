import {Component, useState} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";

/** « Saved », said when it is true; what went wrong, with a button to try again. */
export class SaveMark extends Component {
    static template = "duret_intervention.app.SaveMark";
    static components = {Icon};
    static props = {saver: Object};

    setup() {
        this.state = useState(this.props.saver.state);
    }
}
