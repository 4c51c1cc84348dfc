import type { DeployedService } from "../deployed/deployed-service";
import { type End, TerraformRun } from "../deployed/terraform-run";
import { until } from "../shared/until";

/** More requests than any command sends: so often a counting fault may hit. */
const many = 1_000_000;

interface Rule {
  readonly kind: string;
  readonly times: number | null;
}

/** How many requests AWS gets while `work` is done. */
export async function requestsOf(
  { hand }: DeployedService,
  work: () => Promise<unknown>,
): Promise<number> {
  await hand.change("faults", {}, "DELETE");
  await hand.change("faults", { service: "*", kind: "latency", seconds: 0, times: many });
  await work();
  const [rule] = await hand.look<readonly Rule[]>("faults");
  await hand.change("faults", {}, "DELETE");
  return many - (rule?.times ?? many);
}

/** Which request is the last one: so many of a kind come first. */
export interface LastRequest {
  readonly after: number;
  /** As botocore calls it. @default - every service */
  readonly service?: string;
  /** @default - every operation */
  readonly operation?: string;
}

/**
 * Runs a Terraform command, and kills it and its provider as soon as AWS has got that request. It is
 * executed and its answer is lost; no later one is executed.
 */
export async function killAt(
  service: DeployedService,
  { after: skip, service: name = "*", operation }: LastRequest,
  stack: string,
  ...args: readonly string[]
): Promise<End> {
  const { hand } = service;
  const which = { service: name, ...(operation && { operation }), skip };
  await hand.change("faults", {}, "DELETE");
  await hand.change("faults", { ...which, kind: "unheard", times: 1 });
  await hand.change("faults", { ...which, kind: "hang" });
  const run = new TerraformRun(service, stack, ...args);
  let over = false;
  run.ended.then(() => {
    over = true;
  });
  await until("the last request has arrived", async () => {
    const rules = await hand.look<readonly Rule[]>("faults");
    return over || rules.some(({ kind, times }) => kind === "unheard" && times === 0);
  });
  if (!over) run.kill();
  const end = await run.ended;
  await hand.change("faults", {}, "DELETE");
  return end;
}
