import {Component, useRef, useState} from "@odoo/owl";
import {OpinionQuestion} from "./opinion_question";
import {typeDigit} from "./entry_keys";

/** The questions of one questionnaire: a digit answers and goes on to the next one. */
export class OpinionSheet extends Component {
    static template = "duret_satisfaction.OpinionSheet";
    static components = {OpinionQuestion};
    static props = {
        questions: Array,
        values: Object, // reactive: {id of a question: raw value}
        onEnd: Function, // after the last question
    };

    setup() {
        this.root = useRef("root");
        this.values = useState(this.props.values);
        // begun: a mark that one more digit may complete (« 1 » of « 10 »); refused: question whose scale lacks the digit
        this.state = useState({begun: null, refused: null});
    }

    change(question, value) {
        Object.assign(this.state, {begun: null, refused: null});
        if (value === undefined || (Array.isArray(value) && !value.length)) {
            delete this.values[question.id];
        } else {
            this.values[question.id] = value;
        }
    }

    onDigit(question, digit) {
        const begun = this.state.begun === question.id ? this.values[question.id] : null;
        const {mark, isOver, rest} = typeDigit(begun, digit, question);
        Object.assign(this.state, {begun: null, refused: mark === null ? question.id : null});
        if (mark === null) {
            return;
        }
        this.values[question.id] = mark;
        if (!isOver) {
            this.state.begun = question.id;
            return;
        }
        const next = this.goOn(question);
        if (rest !== null && next && next.type === "scale") {
            this.onDigit(next, rest);
        }
    }

    /**
     * Put the cursor in the question after this one.
     *
     * @returns {Object|undefined} that question
     */
    goOn(question) {
        this.state.begun = null;
        const next = this.props.questions[this.props.questions.indexOf(question) + 1];
        if (next) {
            this.root.el.querySelector(`[data-question="${next.id}"]`).focus();
        } else {
            this.props.onEnd();
        }
        return next;
    }

    /** Whoever comes back to a mark types it anew. */
    onFocusOut() {
        Object.assign(this.state, {begun: null, refused: null});
    }
}
