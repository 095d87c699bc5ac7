import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {photoKind} from "@duret_intervention/app/report/report_words";

/** A thumbnail from the phone's own database; a sign when the phone no longer has the picture. */
export class PhotoTile extends Component {
    static template = "duret_intervention.app.PhotoTile";
    static components = {Icon};
    static props = {
        uuid: String,
        kind: {type: String, optional: true},
        caption: {type: String, optional: true},
        onOpen: {type: Function, optional: true},
    };
    static defaultProps = {kind: "", caption: ""};

    setup() {
        this.state = useState({address: ""});
        onWillStart(async () => {
            const blob = await this.env.app.store.photoBlob(this.props.uuid, "thumb");
            this.state.address = blob ? URL.createObjectURL(blob) : "";
        });
        onWillUnmount(() => this.state.address && URL.revokeObjectURL(this.state.address));
    }

    get kindName() {
        return photoKind(this.props.kind);
    }
}
