import type { CapacityMode } from "@pictor/capacity";
import type { Place } from "@pictor/contracts";
import { localClient } from "@pictor/local";
import { UserError } from "@pictor/terraform";
import { placeOf } from "../apply/place-of";
import type { CapacityOptions } from "../commands/capacity";
import { findRunning } from "../run/running";
import { type CapacityClients, capacityClients } from "./clients";
import { changedOrder, type OrderChange } from "./order";
import { readParameters, writeOrder } from "./parameters";
import { renderReport } from "./render";
import { readReport } from "./report";

/** Runs `pictor capacity`. */
export async function runCapacity(environment: string, options: CapacityOptions): Promise<void> {
  const { place, clients } = await openCapacity(environment, options.local === true);
  const change = changeOf(options);
  if (change !== undefined) await order(clients, place, change);
  const now = Date.now();
  const report = await readReport(clients, place, now);
  console.log(options.json ? JSON.stringify(report) : renderReport(report, now));
}

/** Where an environment's capacity is asked for. */
async function openCapacity(
  environment: string,
  local: boolean,
): Promise<{ readonly place: Place; readonly clients: CapacityClients }> {
  if (!local) {
    const place = await placeOf(environment);
    return { place, clients: capacityClients({ region: place.region }) };
  }
  const run = findRunning();
  if (run.environment !== environment) {
    throw new UserError(`the local AWS here runs '${run.environment}', not '${environment}'`, {
      hint: `end it with 'pictor stop' and run 'pictor start --env ${environment}'`,
    });
  }
  const { accountId, emulator, region } = run;
  if (emulator === undefined) {
    throw new UserError("the local AWS is not listening yet", {
      hint: "wait until 'pictor start' prints the API's URL",
    });
  }
  return {
    place: { environment, accountId, region },
    clients: capacityClients(localClient({ ...emulator, region })),
  };
}

function changeOf({ pin, unpin, retry }: CapacityOptions): OrderChange | undefined {
  const mode = unpin ? "none" : (pin as CapacityMode | undefined);
  if (mode === undefined && retry === undefined) return undefined;
  return { ...(mode !== undefined && { pin: mode }), ...(retry && { retry }) };
}

async function order(clients: CapacityClients, place: Place, change: OrderChange): Promise<void> {
  const { order: before, state } = await readParameters(clients.ssm, place);
  const after = changedOrder(before, change, state, Date.now());
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  await writeOrder(clients.ssm, place, after);
}
