import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useExchange} from "../desk/desk_hook";
import {moment, stamp} from "../desk/words";

/** The tab « SAGE » of a record: asked for when somebody opens it, so that forms cost nothing. */
export class SageTab extends Component {
    static template = "duret_sage_sync.Tab";
    static props = {...standardWidgetProps};

    setup() {
        this.exchange = useExchange();
        this.state = useState({data: null, isWhole: false});
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((next) => {
            // saved or another record: what SAGE knows may be something else
            if (next.record !== this.props.record || next.record.resId !== this.resId) {
                return this.load(next.record);
            }
        });
    }

    async load(record) {
        const {resId, resModel} = record;
        this.resId = resId;
        const data = resId ? await this.exchange.orm.call("duret.sage.tab", "duret_read", [resModel, resId]) : null;
        // an answer that comes late is about the record before
        if (this.resId === resId) {
            this.state.data = data;
        }
    }

    rows(binding) {
        return this.state.isWhole ? binding.rows : binding.rows.filter((row) => !row.same);
    }

    moment(text) {
        return moment(text);
    }

    stamp(text) {
        return stamp(text);
    }

    openConflicts(id) {
        return this.exchange.action.doAction("duret_sage_sync.duret_sage_conflict_screen_action", {
            additionalContext: {conflict_id: id},
        });
    }

    openRun(id) {
        return this.openRecord("duret.sage.run", id);
    }

    openRecord(model, id) {
        return this.exchange.openRecord(model, id);
    }

    openMatches() {
        return this.exchange.action.doAction("duret_sage_sync.duret_sage_match_screen_action", {
            additionalContext: {match_id: this.state.data.match_id},
        });
    }
}

registry.category("view_widgets").add("duret_sage_tab", {component: SageTab});
