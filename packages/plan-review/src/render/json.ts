import type { Review } from "../review/review";
import { escapeUnseen } from "./row";

/** Writes a review as JSON: all there is, for programs. Its schema is `review.schema.json` of this package. */
export function renderJson(review: Review): string {
  const lines = JSON.stringify(review, null, 2).split("\n");
  return `${lines.map(escapeUnseen).join("\n")}\n`;
}
