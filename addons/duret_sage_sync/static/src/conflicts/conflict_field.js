import {Component} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {Pieces} from "../pieces/pieces";

const {DateTime} = luxon;

/** One field in conflict: both values, who and when, what both sides had in common, and the two buttons. */
export class ConflictField extends Component {
    static template = "duret_sage_sync.ConflictField";
    static components = {Pieces};
    static props = {
        field: {type: Object},
        isChosen: {type: Boolean},
        mayDecide: {type: Boolean},
        isBusy: {type: Boolean},
        choose: {type: Function},
        decide: {type: Function},
    };

    get field() {
        return this.props.field;
    }

    get when() {
        return deserializeDateTime(this.field.written).toLocaleString(DateTime.DATETIME_SHORT);
    }

    /** SAGE's own clock tells no zone: it is shown as it stands. */
    get stamp() {
        const moment = DateTime.fromISO(this.field.stamp);
        return moment.isValid ? moment.toLocaleString(DateTime.DATETIME_SHORT) : this.field.stamp;
    }
}
