import {isWithin, spoken} from "../board_rules";
import {Component} from "@odoo/owl";
import {clock, toServer, touches} from "../board_time";

/** A technician's day on a telephone: one visit under the other, by hour. Read only. */
export class PhoneDay extends Component {
    static template = "duret_planning.PhoneDay";
    static props = {store: Object, person: Number, choose: Function, open: Function};

    get technician() {
        return this.props.store.technicians.find(({id}) => id === this.props.person);
    }

    get visits() {
        const {store, person} = this.props;
        const day = store.day.startOf("day");
        const bounds = [toServer(day), toServer(day.plus({days: 1}))];
        return (store.rows[person] || []).filter((visit) => isWithin(visit, ...bounds));
    }

    /** Days off and absences of this day, said above the visits. */
    get notes() {
        const {store} = this.props;
        const day = store.day.startOf("day");
        const away = [...store.holidays, ...(this.technician?.absences || [])];
        return away.filter((one) => touches(one, day)).map(({label}) => label);
    }

    hours(visit) {
        return `${clock(visit.begin)} – ${clock(visit.end)}`;
    }

    label(visit) {
        return spoken(visit);
    }

    address(visit) {
        return [visit.street, [visit.zip, visit.city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
    }

    dial(visit) {
        return `tel:${visit.phone.replaceAll(" ", "")}`;
    }

    /** The telephone's own map opens it. */
    directions({latitude, longitude}) {
        return `https://www.google.com/maps/dir/?api=1&destination=${latitude},${longitude}`;
    }
}
