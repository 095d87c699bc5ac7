import {isWithin, spoken} from "../board_rules";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {clock, fromServer, toServer, touches} from "../board_time";

const STEPS = [
    {method: "duret_set_off", label: _t("On my way"), from: ["planned"]},
    {method: "duret_arrive", label: _t("Arrived"), from: ["planned", "en_route"]},
    {method: "duret_finish", label: _t("Done"), from: ["on_site"]},
    {method: "action_duret_delay", label: _t("I am late"), from: ["planned", "en_route"]},
];

/** A technician's day on a telephone: one visit under the other, by hour; his own visits of today are reported here. */
export class PhoneDay extends Component {
    static template = "duret_planning.PhoneDay";
    static props = {store: Object, person: Number, choose: Function, open: Function, report: Function};

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

    expected(visit) {
        return visit.expected ? clock(fromServer(visit.expected)) : "";
    }

    /** What a technician reports of his own visits of today, in the order of the work. */
    steps(visit) {
        const {store, person} = this.props;
        const isHis = visit.editable && store.rights.person === person;
        if (!isHis || !store.day.hasSame(luxon.DateTime.now(), "day")) {
            return [];
        }
        return STEPS.filter(({from}) => from.includes(visit.state));
    }

    callLabel(visit) {
        return _t("Call %s", visit.client);
    }

    wayLabel(visit) {
        return _t("Way to %s", visit.client);
    }

    dial(visit) {
        return `tel:${visit.phone.replaceAll(" ", "")}`;
    }

    /** The telephone's own map opens it. */
    directions({latitude, longitude}) {
        return `https://www.google.com/maps/dir/?api=1&destination=${latitude},${longitude}`;
    }
}
