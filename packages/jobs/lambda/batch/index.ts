import type { BatchSettings } from "../../src/run/settings";
import { createHandler } from "./handler";
import { logSteps, readSettings } from "./log-steps";
import { S3Store } from "./object-store";

const settings = readSettings<BatchSettings>("BATCH");

export const handler = logSteps(
  "batch",
  createHandler({ settings, store: new S3Store(settings.bucket), now: () => new Date() }),
);
