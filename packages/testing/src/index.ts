export * from "./synthesised";
