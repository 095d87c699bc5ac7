import {Component} from "@odoo/owl";
import {PhotoTile} from "@duret_intervention/app/components/photo_tile/photo_tile";
import {_t} from "@web/core/l10n/translation";
import {dayText} from "@duret_intervention/app/report/times";
import {readableParts} from "@duret_intervention/app/report/readable";

/** All that a document says, in large type. */
export class Summary extends Component {
    static template = "duret_intervention.app.Summary";
    static components = {PhotoTile};
    static props = {document: Object, catalogue: Object, equipment: {type: Array, optional: true}};
    static defaultProps = {equipment: []};

    get parts() {
        return readableParts(this.props.document, this.props);
    }

    get visitWords() {
        const {visit, signed_at} = this.props.document;
        return [visit.name, dayText(signed_at)].filter(Boolean).join(" · ");
    }

    get technicianWords() {
        return _t("Technician: %s", this.props.document.technician);
    }
}
