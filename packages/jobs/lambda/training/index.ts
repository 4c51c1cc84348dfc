import type { TrainingSettings } from "../../src/run/training";
import { logSteps, readSettings } from "../batch/log-steps";
import { S3Store } from "../batch/object-store";
import { createHandler } from "./handler";

const settings = readSettings<TrainingSettings>("TRAINING");

export const handler = logSteps(
  "training",
  createHandler({ settings, store: new S3Store(settings.bucket), now: () => new Date() }),
);
