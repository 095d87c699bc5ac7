import {Component, onMounted, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const PAUSE = 250;

/** « À rappeler avant » as it is said (16h, demain 9h, lundi), read back by the server while it is typed. */
export class CallbackField extends Component {
    static template = "duret_helpdesk.CallbackField";
    static props = {draft: Object, chips: Array};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.draft = useState(this.props.draft);
        this.state = useState({said: "", error: "", isClosed: false});
        this.read = useDebounced(() => this.ask(), PAUSE);
        onMounted(() => this.draft.callback && this.ask());
    }

    onInput() {
        this.state.error = "";
        this.state.said = "";
        this.read();
    }

    onChip(chip) {
        this.draft.callback = this.draft.callback === chip ? "" : chip;
        this.ask();
    }

    async ask() {
        const text = this.draft.callback.trim();
        const call = text ? this.orm.silent.call("duret.new.call", "read_deadline", [text]) : Promise.resolve({});
        const answer = await this.keepLast.add(call);
        this.state.said = answer.text || "";
        this.state.error = answer.error || "";
        this.state.isClosed = Boolean(answer.closed);
    }
}
