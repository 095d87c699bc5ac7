/* global SignaturePad */
import {Component, onMounted, onWillUnmount, useRef} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";

const INK = "#0b1f3a";
const PAPER = "#ffffff";
/** Most pixels of a side of the picture; the server takes 2,000. */
const MOST_SIDE = 1600;

/** Strokes as the server keeps them: where, when (milliseconds) and how hard; no more digits than a finger has. */
export function strokesOf(groups) {
    const tidy = (number) => Math.round(number * 100) / 100;
    return groups.map(({points}) =>
        points.map(({x, y, time, pressure}) => ({x: tidy(x), y: tidy(y), t: Math.round(time), p: tidy(pressure)}))
    );
}

/** A sheet to sign on with a finger: dark ink on white whatever the theme, because it goes on paper. */
export class Ink extends Component {
    static template = "duret_intervention.app.Ink";
    static components = {Icon};
    static props = {label: String, onChange: Function};

    setup() {
        this.canvas = useRef("canvas");
        this.fit = this.fit.bind(this);
        onMounted(() => {
            this.pad = new SignaturePad(this.canvas.el, {
                penColor: INK,
                backgroundColor: PAPER,
                minWidth: 1,
                maxWidth: 3,
            });
            this.pad.addEventListener("endStroke", () => this.tell());
            this.fit();
            window.addEventListener("resize", this.fit);
        });
        onWillUnmount(() => {
            window.removeEventListener("resize", this.fit);
            this.pad.off();
        });
    }

    /** The bitmap follows the size on screen; what was drawn stays. */
    fit() {
        const canvas = this.canvas.el;
        const {width, height} = canvas.getBoundingClientRect();
        if (!width || (this.width === width && this.height === height)) {
            return;
        }
        Object.assign(this, {width, height});
        const ratio = Math.min(Math.max(window.devicePixelRatio || 1, 1), MOST_SIDE / width);
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.getContext("2d").scale(ratio, ratio);
        const drawn = this.pad.toData();
        this.pad.clear();
        this.pad.fromData(drawn);
    }

    wipe() {
        this.pad.clear();
        this.tell();
    }

    tell() {
        const drawn = !this.pad.isEmpty();
        this.props.onChange(
            drawn
                ? {strokes: strokesOf(this.pad.toData()), png: this.pad.toDataURL("image/png").split(",")[1]}
                : {strokes: [], png: ""}
        );
    }
}
