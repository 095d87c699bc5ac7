import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {compareDecimals, decimalText, readDecimal} from "@duret_intervention/app/report/judgement";
import {Icon} from "@duret_intervention/app/components/icon/icon";

/** Whole steps up or down from a decimal text; never below zero. */
export function step(value, by) {
    const [whole, fraction = ""] = value.split(".");
    const scaled = BigInt(whole + fraction) + BigInt(by) * 10n ** BigInt(fraction.length);
    if (scaled <= 0n) {
        return "0";
    }
    const digits = scaled.toString().padStart(fraction.length + 1, "0");
    const cut = digits.length - fraction.length;
    return fraction ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
}

/** A quantity for gloved thumbs: two large buttons, and the number itself can be typed. */
export class Stepper extends Component {
    static template = "duret_intervention.app.Stepper";
    static components = {Icon};
    static props = {
        label: String,
        value: String,
        onChange: Function,
        unit: {type: String, optional: true},
        by: {type: Number, optional: true},
    };
    static defaultProps = {unit: "", by: 1};

    setup() {
        this.state = useState({text: decimalText(this.props.value)});
        onWillUpdateProps((next) => {
            if (next.value !== this.props.value) {
                this.state.text = decimalText(next.value);
            }
        });
    }

    get isNumber() {
        const value = readDecimal(this.state.text);
        return value !== null && compareDecimals(value, "0") >= 0;
    }

    move(by) {
        this.give(step(this.isNumber ? readDecimal(this.state.text) : this.props.value, by));
    }

    typed(event) {
        this.state.text = event.target.value;
        if (this.isNumber) {
            this.props.onChange(readDecimal(this.state.text));
        }
    }

    left() {
        if (!this.isNumber) {
            this.state.text = decimalText(this.props.value);
        }
    }

    give(value) {
        this.state.text = decimalText(value);
        this.props.onChange(value);
    }
}
