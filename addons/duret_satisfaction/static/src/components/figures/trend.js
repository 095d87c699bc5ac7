import {Component, useState} from "@odoo/owl";
import {longMonth, mark, number, percent, points, shortMonth} from "./figures_format";
import {_t} from "@web/core/l10n/translation";

const WIDTH = 720;
const NARROW = 360; // on a telephone
const HEIGHT = 250;
const LEFT = 40;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 40;
const COLUMN = 34; // highest column of answers, under the line
const LABEL = 52; // room a month's name needs

/** Lowest line of the drawing: what is shown fits, and a good company is not drawn in the upper third of nothing. */
export function floorOf(lows) {
    const lowest = Math.min(0, ...lows);
    return lowest < -50 ? -100 : lowest < 0 ? -50 : 0;
}

/** The score month by month: a line with its margin, a column for the answers; the same as a table. */
export class Trend extends Component {
    static template = "duret_satisfaction.Trend";
    static props = {months: Array, target: Number, onOpen: {type: Function, optional: true}};

    setup() {
        this.state = useState({table: false});
        Object.assign(this, {points, percent, mark, number, longMonth, shortMonth});
        const width = this.env.isSmall ? NARROW : WIDTH;
        this.size = {width, height: HEIGHT, left: LEFT, right: width - RIGHT, bottom: HEIGHT - BOTTOM};
    }

    get shown() {
        return this.props.months.map((month, index) => ({...month, index})).filter((month) => month.nps !== null);
    }

    get floor() {
        return floorOf(this.shown.map((month) => month.low));
    }

    get lines() {
        const step = this.floor === 0 ? 25 : 50;
        const values = [];
        for (let value = this.floor; value <= 100; value += step) {
            values.push(value);
        }
        return values;
    }

    /** Width of a month. */
    get step() {
        return (this.size.right - LEFT) / this.props.months.length;
    }

    x(index) {
        return LEFT + this.step * (index + 0.5);
    }

    y(value) {
        const room = HEIGHT - TOP - BOTTOM;
        return TOP + (room * (100 - value)) / (100 - this.floor);
    }

    /** Months in a row, so that no line is drawn over a month nobody knows anything about. */
    get runs() {
        const runs = [];
        for (const month of this.shown) {
            const last = runs.at(-1);
            if (last && last.at(-1).index === month.index - 1) {
                last.push(month);
            } else {
                runs.push([month]);
            }
        }
        return runs;
    }

    line(run) {
        return run.map((month) => `${this.x(month.index)},${this.y(month.nps)}`).join(" ");
    }

    band(run) {
        const over = run.map((month) => `${this.x(month.index)},${this.y(month.high)}`);
        const under = run.map((month) => `${this.x(month.index)},${this.y(month.low)}`).reverse();
        return [...over, ...under].join(" ");
    }

    column(month) {
        const most = Math.max(1, ...this.props.months.map((one) => one.answers));
        return (COLUMN * month.answers) / most;
    }

    get columnWidth() {
        return Math.min(26, this.step * 0.6);
    }

    isNamed(index) {
        const every = Math.ceil(LABEL / this.step);
        return (this.props.months.length - 1 - index) % every === 0;
    }

    hint(month) {
        return _t("%(month)s: %(score)s, %(answers)s answers", {
            month: longMonth(month.month),
            score: points(month.nps),
            answers: month.answers,
        });
    }

    /** What the drawing says, for who does not see it. */
    get summary() {
        if (!this.shown.length) {
            return _t("No month has enough answers yet.");
        }
        const [first, last] = [this.shown[0], this.shown.at(-1)];
        return _t("Net promoter score by month, from %(first)s in %(from)s to %(last)s in %(to)s.", {
            first: points(first.nps),
            from: longMonth(first.month),
            last: points(last.nps),
            to: longMonth(last.month),
        });
    }

    open(month) {
        this.props.onOpen?.({month: month.month, answered: true});
    }
}
