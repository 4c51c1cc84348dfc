export * from "./policy-evaluation";
export * from "./policy-mutants";
export * from "./synthesised";
