import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** Fewer than this many in a row are not worth a word. */
const LEAST = 3;

/** « 12 complete reports in a row », small, and nothing when there is nothing to be pleased about. */
export class Streak extends Component {
    static template = "duret_intervention.app.Streak";
    static props = {};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get words() {
        const complete = this.store.streak?.complete || 0;
        return complete < LEAST ? "" : _t("%s complete reports in a row", complete);
    }
}
