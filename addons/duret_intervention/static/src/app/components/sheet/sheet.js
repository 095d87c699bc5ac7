import {Component, onMounted, useRef} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";

/** A panel that rises from the bottom, near the thumb. The browser keeps the focus inside and closes it on « back ». */
export class Sheet extends Component {
    static template = "duret_intervention.app.Sheet";
    static components = {Icon};
    static props = {title: String, close: Function, slots: Object};

    setup() {
        this.dialog = useRef("dialog");
        onMounted(() => this.dialog.el.showModal());
    }

    outside(event) {
        if (event.target === this.dialog.el) {
            this.props.close();
        }
    }
}
