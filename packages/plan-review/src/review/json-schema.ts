import * as z from "zod";
import { reviewSchema } from "./schema";

/** The schema as JSON Schema, for programs that read `pictor review --json`. */
export function reviewJsonSchema(): Record<string, unknown> {
  return {
    title: "Review of Terraform plans",
    description: "What `pictor review --json` writes.",
    ...z.toJSONSchema(reviewSchema),
  };
}
