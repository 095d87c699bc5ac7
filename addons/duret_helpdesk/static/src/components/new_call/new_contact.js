import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

const PAUSE = 350;

/** An unknown caller becomes a contact; those who may be the same person are shown, and nobody is doubled unasked. */
export class NewContact extends Component {
    static template = "duret_helpdesk.NewContact";
    static props = {draft: Object, duplicates: Array, isRefused: Boolean, onDuplicates: Function, onChoose: Function};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.draft = useState(this.props.draft);
        this.state = useState({hasMore: Boolean(this.draft.contact.street || this.draft.contact.email)});
        this.found = useRef("found");
        const {name, phone} = this.draft.contact;
        if (!name || !phone) {
            useAutofocus({refName: name ? "phone" : "name", mobile: true});
        }
        this.check = useDebounced(() => this.ask(), PAUSE);
        // Not before: an answer that redraws the form while this part is being made would make it again, for ever.
        onMounted(() => this.ask());
        useEffect(
            (isRefused) => {
                if (isRefused && this.found.el) {
                    this.found.el.querySelector("button").focus();
                }
            },
            () => [this.props.isRefused]
        );
    }

    onInput() {
        this.draft.confirmed = false;
        this.check();
    }

    async ask() {
        const contact = {...this.draft.contact};
        const isEnough = contact.name.trim().length > 2 || contact.phone || contact.email;
        const call = isEnough
            ? this.orm.silent.call("duret.new.call", "find_duplicates", [contact])
            : Promise.resolve([]);
        this.props.onDuplicates(await this.keepLast.add(call));
    }
}
