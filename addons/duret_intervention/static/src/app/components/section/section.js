import {Component} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";

/** A part of a report that opens and closes; its head says what it holds without opening it. */
export class Section extends Component {
    static template = "duret_intervention.app.Section";
    static components = {Icon};
    static props = {
        id: String,
        title: String,
        icon: String,
        open: Boolean,
        onToggle: Function,
        state: {type: String, optional: true, validate: (state) => ["done", "todo", ""].includes(state)},
        note: {type: String, optional: true},
        slots: Object,
    };
    static defaultProps = {state: "", note: ""};
}
