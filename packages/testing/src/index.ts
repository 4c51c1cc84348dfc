export * from "./access-table";
export * from "./loopback-sagemaker";
export * from "./policy-evaluation";
export * from "./policy-mutants";
export * from "./synthesised";
