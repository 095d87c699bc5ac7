import {Component, onWillUnmount, onWillUpdateProps, useRef, useState} from "@odoo/owl";
import {Dictation, joinSpoken, speechEngine} from "@duret_intervention/app/capture/dictation";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {MOST_TEXT} from "@duret_intervention/app/report/content";
import {_t} from "@web/core/l10n/translation";

/** A large text to type or to dictate. */
export class LongText extends Component {
    static template = "duret_intervention.app.LongText";
    static components = {Icon};
    static props = {
        id: String,
        label: String,
        value: String,
        onChange: Function,
        onPause: {type: Function, optional: true},
        hint: {type: String, optional: true},
        rows: {type: Number, optional: true},
        hideLabel: {type: Boolean, optional: true},
        most: {type: Number, optional: true},
    };
    static defaultProps = {rows: 4, hint: "", hideLabel: false, most: MOST_TEXT};

    setup() {
        this.area = useRef("area");
        this.state = useState({text: this.props.value, listening: false, trouble: ""});
        this.canDictate = Boolean(speechEngine());
        onWillUpdateProps((next) => {
            // What is being typed is newer than what comes back from the database.
            if (next.value !== this.props.value && document.activeElement !== this.area.el) {
                this.state.text = next.value;
            }
        });
        onWillUnmount(() => this.dictation?.stop());
    }

    typed(event) {
        this.take(event.target.value);
    }

    take(text) {
        this.state.text = text.slice(0, this.props.most);
        this.props.onChange(this.state.text);
    }

    dictate() {
        if (this.state.listening) {
            this.dictation.stop();
            return;
        }
        this.state.trouble = "";
        this.dictation = new Dictation({
            onHeard: (spoken) => this.take(joinSpoken(this.state.text, spoken)),
            onEnd: (problem) => this.ended(problem),
        });
        this.dictation.start();
        this.state.listening = true;
    }

    ended(problem) {
        this.state.listening = false;
        this.props.onPause?.();
        if (problem === "not-allowed" || problem === "service-not-allowed") {
            this.state.trouble = _t("The microphone is not allowed for this app. Allow it in the phone's settings.");
        } else if (problem && problem !== "no-speech" && problem !== "aborted") {
            this.state.trouble = _t("Dictation needs the network here. Type, or use the microphone of the keyboard.");
        }
    }
}
