import { setTimeout as pause } from "node:timers/promises";
import { names, type Place } from "@pictor/contracts";
import { environments } from "@pictor/image-classifier";
import { type Change, reviewPlans } from "@pictor/plan-review";
import type { Answer, Caller } from "../shared/caller";
import { actionsOf, managedChanges } from "../shared/plan-changes";
import { Deployed, isKept } from "./deployed";

interface Intended {
  readonly change: RegExp;
  readonly reason: string;
}

/** What an upgrade from a kept version destroys or replaces, and why. Everything else stays as it is, or changes in place. */
const intended: readonly Intended[] = [
  {
    change: /^create\+delete aws_api_gateway_deployment /,
    reason: "a deployment is a snapshot: each change of the API makes another",
  },
  {
    change: /^create\+delete aws_sagemaker_(model|endpoint_configuration) /,
    reason: "models and configurations cannot be changed; the endpoint moves from one to the next",
  },
  {
    change: /^delete\+create aws_cloudwatch_event_target /,
    reason: "a target has an id of Pictor's: a killed deployment must not leave a second one",
  },
  {
    change: /^delete\+create aws_(budgets_budget|cloudwatch_dashboard) /,
    reason: "an account's second region must not take the first one's name",
  },
];

/** Milliseconds between two calls. One at a time: `local` of 2026-11-28 has room for two. */
const callEveryMs = 50;

/** Calls during an upgrade, at least: one that changes nothing is over at once. */
const fewestCalls = 100;

const places = environments
  .filter(({ name }) => name === "local" || name === "dev")
  .map(({ name, accountId, region }): Place => ({ environment: name, accountId, region }));

/**
 * Proves upgrades from a version's kept stacks to today's.
 *
 * @param version folder of `stacks`
 * @param forgets addresses of the account's stack that Terraform forgets, and leaves in the account
 */
export function proveUpgrade(version: string, forgets: readonly string[] = []): void {
  describe.each(places)(`$environment of ${version}, upgraded`, (place) => {
    proveUpgradeOf(place, version, forgets);
  });
}

function proveUpgradeOf(place: Place, version: string, forgets: readonly string[]): void {
  const { stacks } = names(place);
  const hasJobs = isKept(version, stacks.jobs);
  const upgraded = [stacks.data, stacks.service, ...(hasJobs ? [stacks.jobs] : [])];
  let deployed: Deployed;
  let caller: Caller;
  const removed: string[] = [];

  /** Plans today's stack in the place of the kept one, and applies it; returns the changes. */
  const upgrade = async (stack: string): Promise<readonly Change[]> => {
    const { aws } = deployed;
    const terraform = aws.terraform(stack);
    await terraform.init();
    const shown = aws.plan(stack);
    if (shown === undefined) return [];
    const changes = managedChanges(shown);
    removed.push(
      ...changes
        .map((change) => `${actionsOf(change).join("+")} ${change.type} ${change.address}`)
        .filter((change) => change.includes("delete")),
    );
    const review = reviewPlans([{ name: stack, plan: JSON.parse(shown) }], { today: "2026-11-29" });
    const rules = review.stacks.flatMap(({ hazards }) => hazards.map(({ rule }) => rule));
    expect(rules).not.toContain("stateful-lost");
    expect(rules).not.toContain("endpoint-replaced");
    // Not by `run`, which would keep this process from calling the API meanwhile.
    await terraform.apply();
    return changes;
  };

  beforeAll(async () => {
    deployed = await Deployed.start(place, version);
    if (place.environment === "local") await deployed.applyKept("account");
    else await deployed.aws.applyAccount();
    await deployed.applyKept(stacks.data);
    await deployed.publish();
    await deployed.applyKept(stacks.service);
    if (hasJobs) await deployed.applyKept(stacks.jobs);
    caller = await deployed.caller();
  });
  afterAll(() => deployed?.stop());

  it("answers before", async () => {
    expect((await caller.send(1)).map(({ status }) => status)).toEqual([200]);
  });

  if (place.environment === "local") {
    it("has today's account, which leaves what it forgets", async () => {
      deployed.aws.synthesiseAccount();
      const forgotten = (await upgrade("account")).filter(({ kind }) => kind === "forgotten");
      expect(forgotten.map(({ address }) => address)).toEqual(forgets);
    });
  }

  it("has today's data stack, and loses no data", async () => {
    deployed.synthesiseToday();
    await upgrade(stacks.data);
  });

  it("has today's service, and answers every request meanwhile", async () => {
    const answers: Answer[] = [];
    let isUpgraded = false;
    const calling = (async () => {
      while (!isUpgraded || answers.length <= fewestCalls) {
        answers.push(...(await caller.send(1)));
        await pause(callEveryMs);
      }
    })();
    await upgrade(stacks.service).finally(() => {
      isUpgraded = true;
    });
    await calling;
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.length).toBeGreaterThan(fewestCalls);
  });

  if (hasJobs) {
    it("has today's jobs", async () => {
      await upgrade(stacks.jobs);
    });
  }

  it("has nothing left to change", () => {
    const left = upgraded.filter((stack) => deployed.aws.plan(stack));
    expect(left).toEqual([]);
  });

  it("lost only what its owner was told, and answers as before", async () => {
    const untold = removed.filter((change) => !intended.some((row) => row.change.test(change)));
    expect(untold).toEqual([]);
    expect((await caller.send(4)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
}
