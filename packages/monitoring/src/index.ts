export { type AlarmDefinition, runbookAnchors, type Severity } from "./alarm-table";
export * from "./monitoring";
