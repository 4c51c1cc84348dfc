import { proveUpgrade } from "./prove-upgrade";

proveUpgrade("0.1.0");
