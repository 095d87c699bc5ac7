import {Component} from "@odoo/owl";
import {moment, stamp} from "../desk/words";
import {Pieces} from "../pieces/pieces";

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
        return moment(this.field.written);
    }

    get stamp() {
        return stamp(this.field.stamp);
    }
}
