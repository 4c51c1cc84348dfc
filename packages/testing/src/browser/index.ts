export * from "./accessibility";
export * from "./launch";
