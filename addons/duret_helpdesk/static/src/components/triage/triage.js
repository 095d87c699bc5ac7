import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const MODEL = "helpdesk.ticket";
const {DateTime} = luxon;

/**
 * « To sort »: one request after the other, with what the program proposes and why.
 *
 * Enter accepts, a figure chooses another type, the right arrow puts the request off.
 */
export class Triage extends Component {
    static template = "duret_helpdesk.Triage";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState({ticket: null, types: [], count: 0, done: 0, isBusy: false});
        this.skipped = [];
        onWillStart(async () => this.show(await this.orm.call(MODEL, "duret_triage_next", [this.skipped])));
        useHotkey("enter", () => this.accept(), {isAvailable: () => this.mayAccept});
        useHotkey("arrowright", () => this.skip());
        for (let figure = 1; figure <= 9; figure++) {
            useHotkey(String(figure), () => this.sort(this.state.types[figure - 1]));
        }
    }

    get mayAccept() {
        return Boolean(this.state.ticket?.proposed_id) && document.activeElement?.tagName !== "BUTTON";
    }

    get proposed() {
        return this.state.types.find((type) => type.id === this.state.ticket?.proposed_id);
    }

    get received() {
        return deserializeDateTime(this.state.ticket.date).toLocaleString(DateTime.DATETIME_MED);
    }

    /** The date of the ticket as the list of messages tells it: « 3 hours ago ». */
    get age() {
        return deserializeDateTime(this.state.ticket.date).toRelative();
    }

    show({ticket, types, count, already}) {
        Object.assign(this.state, {ticket, types, count});
        if (already) {
            this.notification.add(_t("Somebody else has just sorted this request."), {type: "info"});
        }
        this.root.el?.querySelector(".o_duret_triage_letter")?.scrollTo(0, 0);
    }

    /** Ask one thing at a time: a key held down must not sort two requests. */
    async ask(question) {
        if (this.state.isBusy || !this.state.ticket) {
            return;
        }
        this.state.isBusy = true;
        try {
            this.show(await question(this.state.ticket.id));
        } finally {
            this.state.isBusy = false;
        }
    }

    accept() {
        return this.sort(this.proposed);
    }

    sort(type) {
        if (!type) {
            return;
        }
        return this.ask(async (id) => {
            const answer = await this.orm.call(MODEL, "duret_triage_sort", [[id], type.id, this.skipped]);
            this.state.done += answer.already ? 0 : 1;
            return answer;
        });
    }

    skip() {
        return this.ask((id) => {
            this.skipped.push(id);
            return this.orm.call(MODEL, "duret_triage_next", [this.skipped]);
        });
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.state.ticket.id,
            views: [[false, "form"]],
        });
    }

    openList() {
        return this.action.doAction("duret_helpdesk.helpdesk_ticket_action_to_sort");
    }
}

registry.category("actions").add("duret_helpdesk.triage", Triage);
