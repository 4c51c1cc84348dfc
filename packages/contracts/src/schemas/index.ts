export { deployedEndpointSchema } from "./deployed-endpoint";
export { parseJson } from "./parse-json";
export { awsPlaceSchema, placeSchema } from "./place";
export { modelAnswerSchema, predictionResponseSchema, problemSchema } from "./prediction";
export { calibrationSchema, releaseManifestSchema, releaseSchema } from "./release";
export { refusing, type SameShape, schemaOf } from "./schema-of";
export { schemaProblems } from "./schema-problems";
export { targetSchema } from "./target";
