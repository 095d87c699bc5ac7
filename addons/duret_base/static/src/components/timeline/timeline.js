import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const TYPING_PAUSE = 300; // Milliseconds without a key before the text is looked for

/** Everything that happened with a client, newest first, read page by page from the server. */
export class Timeline extends Component {
    static template = "duret_base.Timeline";
    static props = {partnerId: Number};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.latest = new KeepLast();
        this.state = useState({
            rows: [],
            next: null,
            kinds: [],
            chosen: [],
            text: "",
            loading: true,
        });
        this.onTyped = useDebounced(() => this.reload(), TYPING_PAUSE);
        onWillStart(() => this.reload());
        onWillUpdateProps((props) => {
            if (props.partnerId !== this.props.partnerId) {
                return this.reload(props.partnerId);
            }
        });
    }

    /** Read from the newest entry on; an older answer that comes late is left out. */
    reload(partnerId = this.props.partnerId) {
        return this.read(partnerId, null, []);
    }

    loadMore() {
        return this.read(this.props.partnerId, this.state.next, this.state.rows);
    }

    async read(partnerId, after, before) {
        this.state.loading = true;
        try {
            const page = await this.latest.add(
                this.orm.call("duret.timeline", "get_page", [partnerId], {
                    after,
                    kinds: [...this.state.chosen],
                    text: this.state.text,
                })
            );
            this.state.rows = [...before, ...page.rows];
            this.state.next = page.next;
            this.state.kinds = page.kinds;
        } finally {
            this.state.loading = false;
        }
    }

    toggleKind(code) {
        const chosen = this.state.chosen;
        this.state.chosen = chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code];
        return this.reload();
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.onTyped();
    }

    /** Entries under their month, in the order they came. */
    get months() {
        const months = [];
        for (const row of this.state.rows) {
            const moment = deserializeDateTime(row.date);
            const name = moment.toFormat("LLLL yyyy");
            if (!months.length || months.at(-1).name !== name) {
                months.push({name, rows: []});
            }
            const kind = this.state.kinds.find((known) => known.code === row.kind);
            months.at(-1).rows.push({...row, moment, icon: kind?.icon, label: kind?.label});
        }
        return months;
    }

    get isFiltered() {
        return Boolean(this.state.chosen.length || this.state.text.trim());
    }

    open(row) {
        if (row.model === "ir.attachment") {
            window.open(`/web/content/${row.res_id}`, "_blank", "noopener");
            return;
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.res_id,
            views: [[false, "form"]],
            target: "current",
        });
    }
}

/** The history in a contact's form. */
export class TimelineWidget extends Component {
    static template = "duret_base.TimelineWidget";
    static components = {Timeline};
    static props = {...standardWidgetProps};
}

registry.category("view_widgets").add("duret_timeline", {component: TimelineWidget});
