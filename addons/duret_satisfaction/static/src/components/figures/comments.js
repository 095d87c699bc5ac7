import {Component, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {mark} from "./figures_format";

const {DateTime} = luxon;

/** What clients wrote, the last ones first. */
export class Comments extends Component {
    static template = "duret_satisfaction.Comments";
    static props = {
        first: Object,
        load: Function, // (what, offset) → {rows, more}
        tags: {type: Array, optional: true},
        onOpen: {type: Function, optional: true},
    };

    setup() {
        this.mark = mark;
        this.state = useState({...this.props.first, nps_class: "", tag_id: 0, isBusy: false});
    }

    get what() {
        const {nps_class} = this.state;
        const tag_id = Number(this.state.tag_id);
        return {...(nps_class ? {nps_class} : {}), ...(tag_id ? {tag_id} : {})};
    }

    day(row) {
        return deserializeDateTime(row.date).toLocaleString(DateTime.DATE_MED);
    }

    facts(row) {
        return [this.day(row), row.client, row.type, row.zone, row.person].filter(Boolean).join(" · ");
    }

    async read(offset) {
        this.state.isBusy = true;
        try {
            const {rows, more} = await this.props.load(this.what, offset);
            this.state.rows = offset ? [...this.state.rows, ...rows] : rows;
            this.state.more = more;
        } finally {
            this.state.isBusy = false;
        }
    }

    choose(name, value) {
        this.state[name] = value;
        return this.read(0);
    }

    more() {
        return this.read(this.state.rows.length);
    }
}
