import { proveKills } from "./killed-life";

proveKills("dev", { creation: [0.2, 0.6], destroy: [0.5] });
