import {Component} from "@odoo/owl";

/** A few large buttons, one of which is chosen; a second tap on it takes the answer back. */
export class Choice extends Component {
    static template = "duret_intervention.app.Choice";
    static props = {
        label: String,
        options: Array,
        value: String,
        onChange: Function,
        keep: {type: Boolean, optional: true},
    };
    static defaultProps = {keep: false};

    pick(value) {
        if (value !== this.props.value) {
            this.props.onChange(value);
        } else if (!this.props.keep) {
            this.props.onChange("");
        }
    }
}
