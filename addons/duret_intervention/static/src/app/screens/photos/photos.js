import {Component, useState} from "@odoo/owl";
import {pairUp, photosOf, unpairedBefore} from "@duret_intervention/app/report/content";
import {photoKind, photoKinds, sayTrouble} from "@duret_intervention/app/report/report_words";
import {Choice} from "@duret_intervention/app/components/choice/choice";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {PhotoButton} from "@duret_intervention/app/components/photo_button/photo_button";
import {PhotoSheet} from "@duret_intervention/app/screens/photos/photo_sheet";
import {PhotoTile} from "@duret_intervention/app/components/photo_tile/photo_tile";
import {SaveMark} from "@duret_intervention/app/components/saver/save_mark";
import {_t} from "@web/core/l10n/translation";
import {addReportPhoto} from "@duret_intervention/app/capture/photo_intake";
import {screens} from "@duret_intervention/app/router/screens";
import {useSaver} from "@duret_intervention/app/components/saver/saver";

/** Photos of a report: before and after side by side, captions, what was taken by mistake. */
export class PhotosScreen extends Component {
    static template = "duret_intervention.app.PhotosScreen";
    static components = {Choice, Icon, PhotoButton, PhotoSheet, PhotoTile, SaveMark};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.saver = useSaver((path, value) => this.store.change(this.props.params.report, path, value));
        this.state = useState({open: "", busy: 0, trouble: "", kind: ""});
        this.kinds = photoKinds();
        this.photoKind = photoKind;
    }

    get report() {
        return this.store.reports.get(this.props.params.report);
    }

    get content() {
        return this.saver.over(this.report.content);
    }

    get photos() {
        return photosOf(this.content);
    }

    get arranged() {
        return pairUp(this.photos);
    }

    get opened() {
        return this.photos.find(({key}) => key === this.state.open);
    }

    /** The next photo: what was chosen, else an « after » as soon as a « before » waits for it. */
    get kind() {
        const next = unpairedBefore(this.photos) ? "after" : "other";
        return this.state.kind || (this.photos.length ? next : "before");
    }

    async take(files) {
        const {kind} = this;
        this.state.trouble = "";
        this.state.busy += files.length;
        for (const file of files) {
            const pair = kind === "after" ? unpairedBefore(this.photos)?.key || "" : "";
            try {
                await addReportPhoto(this.env.app, this.report, file, {kind, pair});
            } catch (error) {
                this.state.trouble = sayTrouble(error);
            } finally {
                this.state.busy--;
            }
        }
        this.state.kind = "";
    }

    change(key, changed) {
        const path = `photos/${key}`;
        this.saver.later(path, {...this.content[path], ...changed});
    }

    async remove(key) {
        this.state.open = "";
        for (const photo of this.photos.filter(({pair}) => pair === key)) {
            await this.saver.now(`photos/${photo.key}`, {...this.content[`photos/${photo.key}`], pair: ""});
        }
        if (await this.saver.now(`photos/${key}`, null)) {
            await this.store.dropPhoto(key);
        }
    }
}

screens.add("photos", {
    component: PhotosScreen,
    path: "visit/:visit/report/:report/photos",
    icon: "camera",
    title: () => _t("Photos"),
});
