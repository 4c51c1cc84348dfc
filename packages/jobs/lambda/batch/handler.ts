import type { BatchEvent } from "../../src/run/events";
import type { BatchSettings } from "../../src/run/settings";
import { collect } from "./collect";
import { join } from "./join";
import type { ObjectStore } from "./object-store";
import { plan } from "./plan";
import { review } from "./review";

/** What the handler works with. */
export interface BatchParts {
  readonly settings: BatchSettings;
  readonly store: ObjectStore;
  readonly now: () => Date;
}

/** Makes the Lambda function's handler. What fails is thrown: the machine catches it. */
export function createHandler({ now, settings, store }: BatchParts) {
  return async (event: BatchEvent): Promise<unknown> => {
    switch (event.step) {
      case "plan":
        return plan(event, settings, store);
      case "review":
        return review(event, settings, store);
      case "collect":
        return collect(event, settings, store);
      case "join":
        return join(event, settings, store, now);
    }
  };
}
