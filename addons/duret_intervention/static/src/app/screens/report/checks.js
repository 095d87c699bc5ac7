import {Component, useState} from "@odoo/owl";
import {Choice} from "@duret_intervention/app/components/choice/choice";
import {answers} from "@duret_intervention/app/report/report_words";

/** The checklist of the type of visit: yes, no, not applicable, and a note where one is due. */
export class Checks extends Component {
    static template = "duret_intervention.app.Checks";
    static components = {Choice};
    static props = {content: Object, items: Array, set: Function, later: Function};

    setup() {
        this.answers = answers();
        this.state = useState({noting: ""});
    }

    value(code) {
        return this.props.content[`checks/${code}`] || {answer: "", note: ""};
    }

    answer(code, answer) {
        const note = this.value(code).note;
        this.props.set(`checks/${code}`, answer ? {answer, note} : null);
    }

    note(code, note) {
        this.props.later(`checks/${code}`, {answer: this.value(code).answer, note});
    }

    /** A « no » asks for a word; other answers take one on demand. */
    showsNote(code) {
        const {answer, note} = this.value(code);
        return Boolean(answer) && (answer === "no" || Boolean(note) || this.state.noting === code);
    }
}
