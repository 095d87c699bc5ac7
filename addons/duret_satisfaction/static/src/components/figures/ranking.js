import {Component, useState} from "@odoo/owl";
import {mark, number, percent, points, tone} from "./figures_format";
import {_t} from "@web/core/l10n/translation";

const FIRST = 8; // rows shown before « show all »

/** Rows of figures: types, zones or technicians, the most answers first. */
export class Ranking extends Component {
    static template = "duret_satisfaction.Ranking";
    static props = {
        title: String,
        column: String,
        rows: Array,
        name: String,
        onOpen: Function,
        note: {type: String, optional: true},
    };

    setup() {
        this.state = useState({all: false});
        Object.assign(this, {points, percent, mark, number, tone});
    }

    get rows() {
        return this.state.all ? this.props.rows : this.props.rows.slice(0, FIRST);
    }

    get hidden() {
        return this.props.rows.length - this.rows.length;
    }

    get allText() {
        return _t("Show all %s", this.props.rows.length);
    }

    /** Where the interval lies on the way from -100 to +100, in per cent of the width. */
    span(row) {
        return `left: ${(row.low + 100) / 2}%; width: ${Math.max(1, (row.high - row.low) / 2)}%`;
    }

    dot(row) {
        return `left: ${(row.nps + 100) / 2}%`;
    }

    open(row) {
        this.props.onOpen({[this.props.name]: row.key, answered: true});
    }
}
