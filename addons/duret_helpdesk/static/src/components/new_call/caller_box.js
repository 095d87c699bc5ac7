import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {contactFrom} from "./call_draft";
import {_t} from "@web/core/l10n/translation";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const PAUSE = 150; // milliseconds without a key before the server is asked
const SHORTEST = 2;
const ICONS = {"res.partner": "fa-user", "helpdesk.ticket": "fa-ticket", new: "fa-user-plus", masked: "fa-user-secret"};

/**
 * One box for whoever calls: a number, a name, an address or a reference. Everything can be done from the keyboard;
 * several contacts of one number are listed, and Enter typed before the list is there never picks one of several.
 */
export class CallerBox extends Component {
    static template = "duret_helpdesk.CallerBox";
    static props = {
        search: {type: String, optional: true},
        onChoose: Function,
        onNumber: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.input = useRef("input");
        this.list = useRef("list");
        this.keepLast = new KeepLast();
        this.state = useState({text: this.props.search || "", options: [], active: 0, isLoading: false, shown: ""});
        this.isEnterWaiting = false;
        this.lookup = useDebounced(() => this.ask(), PAUSE);
        onMounted(() => {
            this.input.el.focus();
            if (this.state.text) {
                this.ask();
            }
        });
        useEffect(
            () => {
                const line = this.list.el && this.list.el.querySelector(".active");
                if (line) {
                    line.scrollIntoView({block: "nearest"});
                }
            },
            () => [this.state.active, this.state.options]
        );
    }

    onInput() {
        this.isEnterWaiting = false;
        this.state.isLoading = this.isLongEnough;
        if (this.isLongEnough) {
            this.lookup();
        } else {
            this.state.options = [];
        }
    }

    get isLongEnough() {
        return this.state.text.trim().length >= SHORTEST;
    }

    /** Asks the server; an answer that comes after the next question is dropped. */
    async ask() {
        const text = this.state.text;
        if (!this.isLongEnough) {
            return;
        }
        this.state.isLoading = true;
        const call = this.orm.silent.call("duret.new.call", "lookup", [text]);
        try {
            const found = await this.keepLast.add(call);
            this.show(text, found);
        } finally {
            this.state.isLoading = false;
        }
    }

    show(text, {results, number, masked}) {
        this.props.onNumber(number || "");
        const masters = [
            {kind: "masked", title: _t("Call without a contact"), subtitle: _t("Masked number, or nobody to keep")},
        ];
        if (!masked) {
            masters.unshift({
                kind: "new",
                title: number ? _t("New contact with this number") : _t("New contact"),
                subtitle: number || text,
                contact: contactFrom(text, number || ""),
            });
        }
        this.state.options = [...results.map((result) => ({...result, kind: result.model})), ...masters];
        this.state.active = 0;
        this.state.shown = text;
        if (this.isEnterWaiting) {
            this.isEnterWaiting = false;
            if (results.length < 2) {
                this.choose(0);
            }
        }
    }

    onKeydown(ev) {
        const last = this.state.options.length - 1;
        if (ev.key === "ArrowDown" && last >= 0) {
            this.state.active = Math.min(this.state.active + 1, last);
        } else if (ev.key === "ArrowUp" && last >= 0) {
            this.state.active = Math.max(this.state.active - 1, 0);
        } else if (ev.key === "Enter") {
            this.onEnter();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    onEnter() {
        const isListed = this.state.options.length && this.state.shown === this.state.text;
        if (isListed) {
            this.choose(this.state.active);
        } else if (this.isLongEnough) {
            this.isEnterWaiting = true;
        }
    }

    choose(index) {
        this.props.onChoose(this.state.options[index]);
    }

    icon(option) {
        return ICONS[option.kind];
    }
}
