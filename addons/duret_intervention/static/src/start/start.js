import {startApp} from "@duret_intervention/app/start_app";

startApp();
