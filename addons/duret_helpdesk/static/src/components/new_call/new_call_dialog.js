import {Component, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {emptyDraft, isNewNumber, toServer} from "./call_draft";
import {CallbackField} from "./callback_field";
import {CallerBox} from "./caller_box";
import {ClientCard} from "./client_card";
import {Dialog} from "@web/core/dialog/dialog";
import {KeepLast} from "@web/core/utils/concurrency";
import {NewContact} from "./new_contact";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const PAUSE = 250; // milliseconds without a key before the type is proposed
const REFUSALS = ["odoo.exceptions.UserError", "odoo.exceptions.ValidationError", "odoo.exceptions.AccessError"];

/** « Nouvel appel »: who calls, why, and until when to call back; Enter writes everything at once. */
export class NewCallDialog extends Component {
    static template = "duret_helpdesk.NewCallDialog";
    static components = {CallbackField, CallerBox, ClientCard, Dialog, NewContact};
    static props = {
        draft: Object,
        search: {type: String, optional: true},
        resumed: {type: Boolean, optional: true},
        onLeave: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.subject = useRef("subject");
        this.draft = useState(this.props.draft);
        this.state = useState({
            types: [],
            chips: [],
            duplicates: [],
            isRefused: false,
            hasDetails: Boolean(this.draft.details),
            isSaving: false,
            isOpening: false,
            isResumed: this.props.resumed,
            error: "",
        });
        this.isSaved = false;
        this.isTypeChosen = Boolean(this.draft.type && !this.draft.isTypeProposed);
        this.keepLast = new KeepLast();
        this.onSubject = useDebounced(() => this.proposeType(), PAUSE);
        onMounted(() => this.start());
        onWillUnmount(() => this.props.onLeave(this.isSaved ? null : this.draft));
    }

    get ways() {
        return [
            {code: "answered", name: _t("Incoming call")},
            {code: "missed", name: _t("Missed call")},
            {code: "made", name: _t("Outgoing call")},
        ];
    }

    get hasNewNumber() {
        return isNewNumber(this.draft);
    }

    get saveLabel() {
        const ticket = this.draft.ticket;
        if (!ticket) {
            return _t("Create the ticket");
        }
        return ticket.closed ? _t("Reopen ticket %s", ticket.number) : _t("Add to ticket %s", ticket.number);
    }

    get canAnswerNow() {
        return this.draft.way !== "missed";
    }

    async start() {
        const given = await this.orm.silent.call("duret.new.call", "start", []);
        this.state.types = given.types;
        this.state.chips = given.chips;
    }

    // -- who calls

    onNumber(number) {
        if (number) {
            this.draft.number = number;
        }
    }

    async onChoose(option) {
        this.state.error = "";
        if (option.kind === "new") {
            Object.assign(this.draft, {caller: "new", card: null, ticket: null, confirmed: false});
            Object.assign(this.draft.contact, option.contact);
            this.draft.contact.phone = this.draft.contact.phone || this.draft.number;
            if (this.draft.contact.name && this.draft.contact.phone) {
                this.focusSubject();
            }
        } else if (option.kind === "masked") {
            Object.assign(this.draft, {caller: "masked", card: null, ticket: null});
            this.focusSubject();
        } else {
            await this.openCaller(option);
        }
    }

    async openCaller({model, id}) {
        if (this.state.isOpening) {
            return;
        }
        this.state.isOpening = true;
        const found = await this.attempt(() => this.orm.call("duret.new.call", "open_caller", [model, id]));
        this.state.isOpening = false;
        if (found) {
            const caller = found.card ? "client" : "masked";
            Object.assign(this.draft, {caller, card: found.card || null, ticket: found.ticket || null});
            this.state.duplicates = [];
            this.focusSubject();
        }
    }

    forgetCaller() {
        Object.assign(this.draft, {caller: null, card: null, ticket: null, number: "", confirmed: false});
        Object.assign(this.draft.contact, emptyDraft().contact);
        Object.assign(this.state, {duplicates: [], isRefused: false, error: ""});
    }

    onTicket(row) {
        const isAttached = this.draft.ticket && this.draft.ticket.id === row.id;
        this.draft.ticket = isAttached ? null : {id: row.id, number: row.number, name: row.title, closed: false};
        this.focusSubject();
    }

    focusSubject() {
        browser.setTimeout(() => this.subject.el && this.subject.el.focus());
    }

    // -- the rest of the form

    /** A person's choice: words typed afterwards change nothing of it. */
    onType(code) {
        this.draft.type = this.draft.type === code && !this.draft.isTypeProposed ? "" : code;
        this.draft.isTypeProposed = false;
        this.isTypeChosen = true;
    }

    async proposeType() {
        const subject = this.draft.subject.trim();
        if (this.isTypeChosen || this.draft.ticket || subject.length < 4) {
            return;
        }
        const code = await this.keepLast.add(this.orm.silent.call("duret.new.call", "propose_type", [subject]));
        if (!this.isTypeChosen) {
            Object.assign(this.draft, {type: code || "", isTypeProposed: Boolean(code)});
        }
    }

    /** Enter saves from anywhere, but in a text of several lines and on a button, which has its own use of it. */
    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.shiftKey || ev.altKey || ev.ctrlKey || ev.metaKey || ev.isComposing) {
            return;
        }
        if (!["TEXTAREA", "BUTTON", "A"].includes(ev.target.tagName)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.save("ticket");
        }
    }

    clear() {
        Object.assign(this.draft, emptyDraft());
        this.isTypeChosen = false;
        Object.assign(this.state, {isResumed: false, duplicates: [], isRefused: false, error: "", hasDetails: false});
    }

    // -- saving

    async save(mode) {
        if (this.state.isSaving) {
            return;
        }
        if (!this.draft.caller) {
            this.state.error = _t("Who is calling? Choose somebody in the list, or “Call without a contact”.");
            return;
        }
        Object.assign(this.state, {isSaving: true, isRefused: false, error: ""});
        const saved = await this.attempt(() => this.orm.call("duret.new.call", "log", [toServer(this.draft, mode)]));
        this.state.isSaving = false;
        if (!saved) {
            return;
        }
        if (saved.duplicates) {
            Object.assign(this.state, {duplicates: saved.duplicates, isRefused: true});
            return;
        }
        this.isSaved = true;
        this.tell(saved);
        this.props.close();
    }

    /**
     * Shows why the server refused; what is typed stays, and can be sent again.
     *
     * @param {Function} call
     * @returns {Promise<any>} undefined when it was refused
     */
    async attempt(call) {
        try {
            return await call();
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.state.error = _t("The network is cut. Nothing is lost: press Enter again in a moment.");
            } else if (error instanceof RPCError && REFUSALS.includes(error.exceptionName)) {
                this.state.error = error.data.message;
            } else {
                Object.assign(this.state, {isSaving: false, isOpening: false});
                throw error;
            }
        }
        return undefined;
    }

    tell(saved) {
        const said = [saved.ticket_number ? _t("Call noted, ticket %s.", saved.ticket_number) : _t("Call noted.")];
        if (saved.callback) {
            said.push(_t("To call back %s.", saved.callback));
        }
        const [model, id, name] = saved.ticket_id
            ? ["helpdesk.ticket", saved.ticket_id, _t("Open the ticket")]
            : ["crm.phonecall", saved.call_id, _t("Open the call")];
        this.notification.add(said.join(" "), {
            type: "success",
            className: "o_duret_call_saved",
            buttons: [{name, onClick: () => browser.open(`/odoo/${model}/${id}`, "_blank")}],
        });
    }
}
