export * from "./api/classify";
export { mediaType } from "./api/picture";
export * from "./api/render";
export * from "./failure";
export * from "./program";
export * from "./release/artefact";
export * from "./release/manifest";
export * from "./release/publish";
export * from "./release/upload";
