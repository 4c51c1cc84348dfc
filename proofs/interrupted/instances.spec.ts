import { proveKills } from "./killed-life";

proveKills("local", { creation: [0.15, 0.35, 0.55, 0.75], destroy: [0.3, 0.7] });
