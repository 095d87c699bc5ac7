import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {clockText, dayText} from "@duret_intervention/app/report/times";
import {photoKind, photoKinds} from "@duret_intervention/app/report/report_words";
import {Choice} from "@duret_intervention/app/components/choice/choice";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {Sheet} from "@duret_intervention/app/components/sheet/sheet";

/** One photo: what it shows, with which other it goes, away with it. */
export class PhotoSheet extends Component {
    static template = "duret_intervention.app.PhotoSheet";
    static components = {Choice, Icon, Sheet};
    static props = {photo: Object, photos: Array, change: Function, remove: Function, close: Function};

    setup() {
        this.kinds = photoKinds();
        this.state = useState({address: "", sure: false});
        const {store} = this.env.app;
        const {key} = this.props.photo;
        onWillStart(async () => {
            const blob = (await store.photoBlob(key, "full")) || (await store.photoBlob(key, "thumb"));
            this.state.address = blob ? URL.createObjectURL(blob) : "";
        });
        onWillUnmount(() => this.state.address && URL.revokeObjectURL(this.state.address));
    }

    get kindName() {
        return photoKind(this.props.photo.kind);
    }

    get taken() {
        const {taken_at, place} = this.props.photo;
        const when = `${dayText(taken_at)} ${clockText(taken_at)}`;
        return place ? _t("%s, position recorded", when) : when;
    }

    get befores() {
        return this.props.photos.filter(({kind}) => kind === "before");
    }

    beforeName({caption, taken_at}) {
        return caption || clockText(taken_at);
    }

    turnInto(kind) {
        this.props.change({kind, pair: kind === "after" ? this.props.photo.pair : ""});
    }
}
