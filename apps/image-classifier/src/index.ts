export { environments } from "../environments";
export { staging } from "../environments/staging";
export { configure } from "./configuration";
export type { Environment } from "./environment";
export { namesOf } from "./environment-stack";
export { createStacks } from "./stacks";
export { type NamedEndpoint, watch } from "./watch";
