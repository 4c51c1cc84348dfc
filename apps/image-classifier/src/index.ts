export { environments } from "../environments";
export { staging } from "../environments/staging";
export type { Environment } from "./environment";
export { namesOf } from "./environment-stack";
export { type NamedEndpoint, watch } from "./watch";
