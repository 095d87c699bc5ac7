import {TimelineRenderer} from "@web_timeline/views/timeline/timeline_renderer.esm";
import {patch} from "@web/core/utils/patch";

const {DateTime} = luxon;

// What stands under each step of the time axis, and over a run of them: luxon formats, in the user's language.
const MINOR = {
    hour: "HH:mm",
    weekday: "ccc d",
    day: "d",
    week: "WW",
    month: "LLL",
    year: "yyyy",
};
const MAJOR = {
    hour: "cccc d LLLL",
    weekday: "LLLL yyyy",
    day: "LLLL yyyy",
    week: "LLLL yyyy",
    month: "yyyy",
    year: "",
};

/**
 * Write a moment of the axis; steps shorter than an hour are written like hours.
 *
 * @param {Object} formats luxon format by scale
 * @returns {Function} what vis-timeline calls with a date and a scale
 */
function writer(formats) {
    return (date, scale) => DateTime.fromMillis(date.valueOf()).toFormat(formats[scale] ?? formats.hour);
}

// The library that draws the timeline knows English only.
patch(TimelineRenderer.prototype, {
    init_timeline() {
        this.options.format = {minorLabels: writer(MINOR), majorLabels: writer(MAJOR)};
        super.init_timeline();
    },
});
