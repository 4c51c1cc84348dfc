/** What results can be written as; the first is the default. */
export const resultFormats = ["jsonl", "csv"] as const;

/** What results are written as: a JSON object a line, or comma-separated values. */
export type ResultFormat = (typeof resultFormats)[number];
