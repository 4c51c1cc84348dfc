import type { CapacityDecision, CapacityState } from "../state";
import { rateChart } from "./chart";
import { byId, html } from "./dom";

const shownDecisions = 10;
const names = { realTime: "Instances serve", serverless: "Serverless serves" } as const;

/** Shows who serves and why; hidden where the environment is not adaptive. */
export function showCapacity(
  capacity: CapacityState | undefined,
  minutes: readonly { readonly at: number }[],
): void {
  byId("capacity").hidden = capacity === undefined;
  if (capacity === undefined) return;
  const text = describeMode(capacity);
  // Said once, not at every look: a screen reader reads every change.
  if (byId("capacity-mode").textContent !== text) byId("capacity-mode").textContent = text;
  byId("capacity-rate").replaceChildren(...rateChart(capacity, minutes));
  byId("capacity-decisions").replaceChildren(
    ...capacity.decisions.slice(0, shownDecisions).map(row),
  );
}

function describeMode({ mode, since, pin }: CapacityState): string {
  const when = since === undefined ? "" : ` since ${new Date(since).toLocaleTimeString()}`;
  const who = pin === undefined ? "the controller decides" : `pinned to ${pin} by an operator`;
  return `${names[mode]}${when}; ${who}.`;
}

function row({ action, at, because, reason }: CapacityDecision): Element {
  const texts = [new Date(at).toLocaleTimeString(), `${action} (${because})`, reason];
  return html("tr", {}, ...texts.map((text) => html("td", {}, text)));
}
