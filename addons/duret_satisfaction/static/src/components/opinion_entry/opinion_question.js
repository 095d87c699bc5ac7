import {choiceOfKey, readDigit} from "./entry_keys";
import {Component} from "@odoo/owl";

const STEPS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1};
const ERASE = ["Backspace", "Delete"];

/** One question of the questionnaire, answered without leaving the keyboard. */
export class OpinionQuestion extends Component {
    static template = "duret_satisfaction.OpinionQuestion";
    static props = {
        question: Object,
        value: {optional: true},
        isRefused: {type: Boolean, optional: true}, // the last digit is not of the scale
        onDigit: Function, // of a scale: (digit)
        onChange: Function, // (value, undefined for none)
        onNext: Function,
    };

    get marks() {
        const {min, max} = this.props.question;
        return Array.from({length: max - min + 1}, (_mark, index) => min + index);
    }

    get titleId() {
        return `duret_opinion_question_${this.props.question.id}`;
    }

    get isMultiple() {
        return this.props.question.type === "multiple_choice";
    }

    isChosen(choice) {
        const {value} = this.props;
        return this.isMultiple ? (value || []).includes(choice.id) : value === choice.id;
    }

    /** Keys of a scale: digits, arrows. */
    onScaleKey(ev) {
        const digit = readDigit(ev);
        if (digit !== null) {
            this.props.onDigit(digit);
        } else if (ev.key in STEPS) {
            this.step(STEPS[ev.key]);
        } else if (!this.onCommonKey(ev)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    /** Keys of a list: the number of a choice, or its first letter. */
    onChoiceKey(ev) {
        const {choices} = this.props.question;
        const place = choiceOfKey(ev, choices);
        if (place >= 0) {
            this.choose(choices[place]);
            if (!this.isMultiple) {
                this.props.onNext();
            }
        } else if (!this.onCommonKey(ev)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    onCommonKey(ev) {
        if (ERASE.includes(ev.key)) {
            this.props.onChange(undefined);
            return true;
        }
        if (ev.key === "Enter" && !ev.ctrlKey && !ev.metaKey) {
            this.props.onNext();
            return true;
        }
        return false;
    }

    step(by) {
        const {question, value, onChange} = this.props;
        const begin = by > 0 ? question.min : question.max;
        onChange(value === undefined ? begin : Math.min(Math.max(value + by, question.min), question.max));
    }

    choose(choice) {
        const chosen = this.props.value || [];
        if (this.isMultiple) {
            this.props.onChange(
                this.isChosen(choice) ? chosen.filter((id) => id !== choice.id) : [...chosen, choice.id]
            );
        } else {
            this.props.onChange(choice.id);
        }
    }

    onInput(ev) {
        this.props.onChange(ev.target.value || undefined);
    }
}
