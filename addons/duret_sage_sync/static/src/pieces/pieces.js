import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** A value cut where it differs from the other side's: what stands on this side only is marked. */
export class Pieces extends Component {
    static template = "duret_sage_sync.Pieces";
    static props = {pieces: {type: Array}};

    get isEmpty() {
        return !this.props.pieces.some(([text]) => text);
    }

    get emptyWord() {
        return _t("empty");
    }
}
