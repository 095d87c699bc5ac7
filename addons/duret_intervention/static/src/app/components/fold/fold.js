import {Component} from "@odoo/owl";

/** A part of the visit's sheet that is opened by a tap; drawn only when there is something in it. */
export class Fold extends Component {
    static template = "duret_intervention.app.Fold";
    static props = {
        title: String,
        count: {type: Number, optional: true},
        open: {type: Boolean, optional: true},
        slots: Object,
    };
}
