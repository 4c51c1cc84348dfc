import { proveKills } from "./killed-life";

// The last command only reads what those before it created: it sends some 70 % of the requests.
proveKills("local", { creation: [0.15, 0.3, 0.4, 0.5], destroy: [0.3, 0.7] });
