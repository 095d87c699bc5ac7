import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const {DateTime} = luxon;

/** The tab « SAGE » of a record: asked for when somebody opens it, so that forms cost nothing. */
export class SageTab extends Component {
    static template = "duret_sage_sync.Tab";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
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
        const data = resId ? await this.orm.call("duret.sage.tab", "duret_read", [resModel, resId]) : null;
        // an answer that comes late is about the record before
        if (this.resId === resId) {
            this.state.data = data;
        }
    }

    rows(binding) {
        return this.state.isWhole ? binding.rows : binding.rows.filter((row) => !row.same);
    }

    moment(text) {
        return deserializeDateTime(text).toLocaleString(DateTime.DATETIME_SHORT);
    }

    stamp(text) {
        const moment = DateTime.fromISO(text);
        return moment.isValid ? moment.toLocaleString(DateTime.DATETIME_SHORT) : text;
    }

    openConflicts(id) {
        return this.action.doAction("duret_sage_sync.duret_sage_conflict_screen_action", {
            additionalContext: {conflict_id: id},
        });
    }

    openRun(id) {
        return this.openRecord("duret.sage.run", id);
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openMatches() {
        return this.action.doAction("duret_sage_sync.duret_sage_match_screen_action", {
            additionalContext: {match_id: this.state.data.match_id},
        });
    }
}

registry.category("view_widgets").add("duret_sage_tab", {component: SageTab});
