export * from "./container-catalogue";
export * from "./container-choice";
export * from "./endpoint";
export * from "./instance-types";
export * from "./real-time-endpoint";
export * from "./serverless-endpoint";
