import { access } from "./findings/access";
import { data } from "./findings/data";
import { endpoints } from "./findings/endpoints";
import { service } from "./findings/service";

/** By rule, one entry a bad fixture. */
export const findings = { ...service, ...endpoints, ...access, ...data };
