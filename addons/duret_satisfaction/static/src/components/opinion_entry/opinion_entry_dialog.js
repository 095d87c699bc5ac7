import {Component, onMounted, onWillUnmount, useEffect, useRef, useState} from "@odoo/owl";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {Dialog} from "@web/core/dialog/dialog";
import {OpinionClientBox} from "./opinion_client_box";
import {OpinionSheet} from "./opinion_sheet";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useOneAtATime} from "@duret_base/hooks/one_at_a_time/one_at_a_time";
import {useService} from "@web/core/utils/hooks";

const REFUSALS = [
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.exceptions.AccessError",
    "odoo.addons.duret_satisfaction.exceptions.AnswerRefused",
];
const SOURCE_KEY = "duret_satisfaction.entry_source";

/** An opinion given on the telephone or on paper: who, which visit, the marks; Ctrl+Enter writes it. */
export class OpinionEntryDialog extends Component {
    static template = "duret_satisfaction.OpinionEntryDialog";
    static components = {Dialog, OpinionClientBox, OpinionSheet};
    static props = {
        subject: {optional: true}, // {model, id} of a client, a visit, a ticket or a request
        kept: {optional: true}, // what was typed and not saved: {key, values}
        onLeave: Function, // ({key, values} not saved, or null)
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.one = useOneAtATime();
        this.body = useRef("body");
        this.values = useState({});
        this.given = "{}"; // values as the server gave them
        this.state = useState({
            client: null,
            subjects: [],
            form: null,
            source: browser.localStorage.getItem(SOURCE_KEY) === "paper" ? "paper" : "phone",
            error: "",
            last: "", // what the last saving said, while papers are typed one after the other
            isResumed: false,
        });
        useHotkey("control+shift+enter", () => this.save(true), {
            bypassEditableProtection: true,
            isAvailable: () => Boolean(this.state.form),
        });
        useEffect(
            (form) => {
                if (form) {
                    this.focus("[data-question]");
                }
            },
            () => [this.state.form]
        );
        onMounted(() => this.props.subject && this.open(this.props.subject));
        onWillUnmount(() => this.props.onLeave(this.unsaved));
    }

    get sources() {
        return [
            {code: "phone", name: _t("Telephone"), icon: "fa-phone"},
            {code: "paper", name: _t("Paper"), icon: "fa-file-text-o"},
        ];
    }

    get saveLabel() {
        return this.state.form.answered ? _t("Correct the opinion") : _t("Save the opinion");
    }

    get unsaved() {
        const {form} = this.state;
        const isChanged = form && JSON.stringify(this.values) !== this.given;
        return isChanged ? {key: this.key(form), values: {...this.values}} : null;
    }

    key(subject) {
        return `${subject.model},${subject.id}`;
    }

    chooseSource(code) {
        this.state.source = code;
        browser.localStorage.setItem(SOURCE_KEY, code);
    }

    // -- who and about what

    open({model, id}) {
        return this.attempt(async () => {
            const {client, subjects, form} = await this.orm.call("duret.opinion.desk", "open", [model, id]);
            Object.assign(this.state, {client, subjects});
            this.show(form);
        });
    }

    choose(subject) {
        return this.attempt(async () => {
            this.show(await this.orm.call("duret.opinion.desk", "open_form", [subject.model, subject.id]));
        });
    }

    show(form) {
        for (const id of Object.keys(this.values)) {
            delete this.values[id];
        }
        this.given = JSON.stringify(form ? form.values : {});
        const {kept} = this.props;
        this.state.isResumed = Boolean(form && kept && kept.key === this.key(form));
        Object.assign(this.values, form && form.values, this.state.isResumed && kept.values);
        this.state.form = form;
    }

    forget() {
        this.show(null);
        Object.assign(this.state, {client: null, subjects: [], error: ""});
    }

    focus(selector) {
        const found = this.body.el && this.body.el.closest(".modal-content").querySelector(selector);
        if (found) {
            found.focus();
        }
    }

    isOpen(subject) {
        return Boolean(this.state.form) && this.key(subject) === this.key(this.state.form);
    }

    // -- saving

    save(isNext = false) {
        const {form, source} = this.state;
        return this.attempt(async () => {
            const values = {model: form.model, id: form.id, source, answers: {...this.values}};
            const saved = await this.orm.call("duret.opinion.desk", "save", [values]);
            this.given = JSON.stringify(this.values);
            if (isNext) {
                this.forget();
                this.state.last = saved.text;
            } else {
                this.tell(saved);
                this.props.close();
            }
        });
    }

    /** One thing at a time; what the server refuses is said in the form, and what is typed stays. */
    async attempt(work) {
        await this.one.run(async () => {
            Object.assign(this.state, {error: "", last: ""});
            try {
                await work();
            } catch (error) {
                if (error instanceof ConnectionLostError) {
                    this.state.error = _t("The network is cut. Nothing is lost: press Ctrl+Enter again in a moment.");
                } else if (error instanceof RPCError && REFUSALS.includes(error.exceptionName)) {
                    this.state.error = error.data.message;
                } else {
                    throw error;
                }
            }
        });
    }

    tell({text, id}) {
        const onClick = () => browser.open(`/odoo/duret.satisfaction.request/${id}`, "_blank");
        this.notification.add(text, {
            type: "success",
            className: "o_duret_opinion_saved",
            buttons: [{name: _t("Open the opinion"), onClick}],
        });
    }
}
