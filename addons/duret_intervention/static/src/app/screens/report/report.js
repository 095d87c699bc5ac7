import {Component, onWillStart, useState} from "@odoo/owl";
import {askedAt, photosOf, under, unpairedBefore} from "@duret_intervention/app/report/content";
import {missingFrom, progressOf} from "@duret_intervention/app/report/progress";
import {clockText} from "@duret_intervention/app/report/times";
import {decimalText} from "@duret_intervention/app/report/judgement";
import {addReportPhoto} from "@duret_intervention/app/capture/photo_intake";
import {Checks} from "@duret_intervention/app/screens/report/checks";
import {Hours} from "@duret_intervention/app/screens/report/hours";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {LongText} from "@duret_intervention/app/components/long_text/long_text";
import {Measures} from "@duret_intervention/app/screens/report/measures";
import {PhotoButton} from "@duret_intervention/app/components/photo_button/photo_button";
import {PhotoTile} from "@duret_intervention/app/components/photo_tile/photo_tile";
import {SaveMark} from "@duret_intervention/app/components/saver/save_mark";
import {Section} from "@duret_intervention/app/components/section/section";
import {SignedReport} from "@duret_intervention/app/screens/report/signed_report";
import {Times} from "@duret_intervention/app/screens/report/times";
import {_t} from "@web/core/l10n/translation";
import {sayMissing, sayTrouble} from "@duret_intervention/app/report/report_words";
import {screens} from "@duret_intervention/app/router/screens";
import {useSaver} from "@duret_intervention/app/components/saver/saver";

/** One report, from the arrival to the signature. Everything is kept as it is entered; there is no « save » button. */
export class ReportScreen extends Component {
    static template = "duret_intervention.app.ReportScreen";
    static components = {
        Checks,
        Hours,
        Icon,
        LongText,
        Measures,
        PhotoButton,
        PhotoTile,
        SaveMark,
        Section,
        SignedReport,
        Times,
    };
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.saver = useSaver((path, value) => this.store.change(this.uuid, path, value));
        this.state = useState({open: {times: false, work: true}, busy: 0, trouble: ""});
        onWillStart(() => this.takeArrival());
    }

    get uuid() {
        return this.props.params.report;
    }

    get report() {
        return this.store.reports.get(this.uuid);
    }

    get visit() {
        return this.store.visits.get(Number(this.props.params.visit)) || {};
    }

    /** What is kept, with what waits for the next pause over it. */
    get content() {
        return this.saver.over(this.report.content);
    }

    get asked() {
        return askedAt(this.store.catalogue, this.visit);
    }

    get missing() {
        return missingFrom(this.content, this.asked, Boolean(this.report.amends));
    }

    get progress() {
        return progressOf(this.content, this.asked, Boolean(this.report.amends));
    }

    get missingWords() {
        return _t("Missing: %s.", this.missing.map(sayMissing).join(", "));
    }

    get amendWords() {
        return _t("Amendment of a signed report: correct what has to be, then have it signed.");
    }

    get timeWords() {
        const {arrived_at, left_at} = this.content;
        return [arrived_at, left_at].map(clockText).filter(Boolean).join(" → ");
    }

    get productWords() {
        return this.products.map(({name, quantity}) => `${decimalText(quantity)} × ${name}`).join(", ");
    }

    get photos() {
        return photosOf(this.report.content);
    }

    get products() {
        return under(this.report.content, "products");
    }

    /** The tap on « I am there » of the visit is the arrival of its report. */
    async takeArrival() {
        const {report, visit} = this;
        if (report && !report.closed && !report.content.arrived_at && visit.state === "on_site" && visit.since) {
            try {
                await this.store.change(this.uuid, "arrived_at", `${visit.since.slice(0, 19)}Z`);
            } catch (error) {
                // The report is shown all the same.
                this.state.trouble = sayTrouble(error);
            }
        }
    }

    text(path) {
        return this.saver.value(path, this.report.content[path]) || "";
    }

    write(path, value) {
        this.saver.later(path, value || null);
    }

    set(path, value) {
        return this.saver.now(path, value);
    }

    toggle(section) {
        this.state.open[section] = !this.state.open[section];
    }

    sectionState(section) {
        return this.missing.some((lack) => lack.section === section) ? "todo" : "done";
    }

    countNote(family, all = 0) {
        const count = under(this.content, family).length;
        return all ? `${count} / ${all}` : count ? String(count) : "";
    }

    /** First words of a text, for the head of its closed section. */
    firstWords(path) {
        return this.text(path).split("\n")[0].slice(0, 60);
    }

    async takePhotos(kind, files) {
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
    }

    go(screen) {
        this.env.app.router.go(screen, this.props.params);
    }

    /** Nothing is shown to the client that is not kept yet. */
    async sign() {
        if (await this.saver.flush()) {
            this.go("signature");
        }
    }
}

screens.add("report", {
    component: ReportScreen,
    path: "visit/:visit/report/:report",
    icon: "note",
    title: ({report}, {store}) => store.reports.get(report)?.name || _t("Work report"),
});
