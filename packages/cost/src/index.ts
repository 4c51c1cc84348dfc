export * from "./hosting-prices";
export * from "./per-million";
export * from "./price";
