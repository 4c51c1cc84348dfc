export { reviewJsonSchema } from "../review/json-schema";
export { reviewSchema } from "../review/schema";
