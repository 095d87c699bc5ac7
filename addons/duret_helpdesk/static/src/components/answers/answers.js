import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {fuzzyLookup} from "@web/core/utils/search";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const SHOWN = 4; // Models one click away; the others are in the list

/** Models of answers in a ticket: the best ones as buttons, all of them in a list with a search. */
export class Answers extends Component {
    static template = "duret_helpdesk.Answers";
    static components = {Dropdown, DropdownItem};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.latest = new KeepLast();
        this.dropdown = useDropdownState();
        this.state = useState({answers: [], text: ""});
        this.searchRef = useAutofocus({refName: "search", mobile: true});
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((props) => {
            if (this.keyOf(props.record) !== this.key) {
                return this.load(props.record);
            }
        });
    }

    /** The list depends on the ticket and on its type. */
    keyOf(record) {
        return `${record.resId}-${record.data.type_id?.id || 0}`;
    }

    async load(record) {
        this.key = this.keyOf(record);
        this.state.answers = record.resId
            ? await this.latest.add(this.orm.call("helpdesk.ticket", "duret_answer_templates", [record.resId]))
            : [];
    }

    get best() {
        return this.state.answers.slice(0, SHOWN);
    }

    get found() {
        const text = this.state.text.trim();
        return text ? fuzzyLookup(text, this.state.answers, (answer) => answer.name) : this.state.answers;
    }

    onDropdown(isOpen) {
        if (isOpen) {
            this.state.text = "";
        }
    }

    /** Open the mail with this model in it; what was typed in the ticket is saved first. */
    async insert(answer) {
        const record = this.props.record;
        if (!(await record.save())) {
            return;
        }
        const action = await this.orm.call("helpdesk.ticket", "duret_compose_answer", [record.resId, answer.id]);
        await this.action.doAction(action, {
            onClose: async () => {
                await record.load();
                await this.load(record);
            },
        });
    }

    /** Enter in the search box takes the first model of the list. */
    async onKeydown(ev) {
        if (ev.key === "Enter" && this.found.length) {
            ev.preventDefault();
            ev.stopPropagation();
            this.dropdown.close();
            await this.insert(this.found[0]);
        }
    }
}

registry.category("view_widgets").add("duret_answers", {
    component: Answers,
    fieldDependencies: [{name: "type_id", type: "many2one"}],
});
