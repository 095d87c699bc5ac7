import {Component, useState} from "@odoo/owl";
import {decimalText, judge, readDecimal} from "@duret_intervention/app/report/judgement";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {Sheet} from "@duret_intervention/app/components/sheet/sheet";
import {limitsOf} from "@duret_intervention/app/report/readable";
import {sayVerdict} from "@duret_intervention/app/report/report_words";
import {under} from "@duret_intervention/app/report/content";

/** Measures with their unit and limits; compliant or not is said while the value is typed. */
export class Measures extends Component {
    static template = "duret_intervention.app.Measures";
    static components = {Icon, Sheet};
    static props = {content: Object, asked: Array, all: Array, set: Function, later: Function};

    setup() {
        this.sayVerdict = sayVerdict;
        this.limitsOf = limitsOf;
        // What is being typed, as typed: « 0, » is on its way to « 0,35 ».
        this.typing = useState({});
        this.state = useState({choosing: false});
    }

    get measures() {
        return under(this.props.content, "measures").map((measure) => {
            const kind = this.props.all.find((one) => one.code === measure.kind) || {name: measure.kind, unit: ""};
            const typed = this.typing[measure.key] ?? decimalText(measure.value);
            const wrong = typed.trim() !== "" && readDecimal(typed) === null;
            return {...measure, kind, typed, wrong, verdict: wrong ? "none" : judge(readDecimal(typed) ?? "", kind)};
        });
    }

    /** Kinds that the visit asks for and that nobody measured yet. */
    get lacking() {
        const measured = new Set(under(this.props.content, "measures").map(({kind}) => kind));
        return this.props.asked.filter(({code}) => !measured.has(code));
    }

    add(kind) {
        this.state.choosing = false;
        const key = crypto.randomUUID();
        this.props.set(`measures/${key}`, {kind: kind.code, value: "", place: "", note: ""});
    }

    type(measure, text) {
        this.typing[measure.key] = text;
        const value = text.trim() === "" ? "" : readDecimal(text);
        if (value !== null) {
            this.change(measure, {value});
        }
    }

    change({key}, changed) {
        const path = `measures/${key}`;
        const {kind, value, place, note} = this.props.content[path];
        this.props.later(path, {kind, value, place, note, ...changed});
    }

    remove({key}) {
        delete this.typing[key];
        this.props.set(`measures/${key}`, null);
    }
}
