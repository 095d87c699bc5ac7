import {Component} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";

/** Opens the phone's camera, or its gallery; hands the chosen files on. */
export class PhotoButton extends Component {
    static template = "duret_intervention.app.PhotoButton";
    static components = {Icon};
    static props = {
        label: String,
        onFiles: Function,
        gallery: {type: Boolean, optional: true},
        main: {type: Boolean, optional: true},
        name: {type: String, optional: true},
    };
    static defaultProps = {gallery: false, main: false, name: ""};

    chosen(event) {
        const files = [...event.target.files];
        // The same photo may be chosen again.
        event.target.value = "";
        if (files.length) {
            this.props.onFiles(files);
        }
    }
}
