import {registry} from "@web/core/registry";

/**
 * The screens of the application. A screen is {component, path, title, icon, menu, shown, signing}:
 *  - path: such as "visit/:visit/report/:report"; its names are the keys of the `params` prop;
 *  - title: text, or (params, app) => text;
 *  - menu: its rank in the menu, absent when it is reached from elsewhere; shown: (app) => whether it is in the menu;
 *  - signing: the client holds the telephone, so that nothing but the screen itself is shown.
 */
export const screens = registry.category("duret_intervention.screens");

/** Components shown above the bottom bar of every screen but the signature. */
export const everywhere = registry.category("duret_intervention.everywhere");
