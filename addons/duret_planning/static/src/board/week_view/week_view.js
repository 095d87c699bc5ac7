import {DayView} from "../day_view/day_view";
import {TechnicianHead} from "../technician_head/technician_head";
import {WeekRow} from "./week_row";

/** The week of every technician: a column a day. A visit dropped on another day keeps its hour. */
export class WeekView extends DayView {
    static template = "duret_planning.WeekView";
    static components = {WeekRow, TechnicianHead};
    static props = {...DayView.props, pickDay: Function, shownDay: Object};

    get heads() {
        const {store, now, shownDay} = this.props;
        return store.days.map((day) => ({
            key: day.toISODate(),
            day,
            label: day.toLocaleString({weekday: "short", day: "numeric", month: "short"}),
            isToday: day.hasSame(now, "day"),
            isShown: day.hasSame(shownDay, "day"),
        }));
    }
}
