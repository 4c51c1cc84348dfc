import { setTimeout as pause } from "node:timers/promises";
import { names, type Place } from "@pictor/contracts";
import { environments } from "@pictor/image-classifier";
import { type Change, reviewPlans } from "@pictor/plan-review";
import type { Answer, Caller } from "../shared/caller";
import { actionsOf, managedChanges } from "../shared/plan-changes";
import { Deployed } from "./deployed";

interface Intended {
  readonly change: RegExp;
  readonly reason: string;
}

/** What an upgrade from the first release destroys or replaces, and why. Everything else stays as it is, or changes in place. */
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

/** Milliseconds between two calls. One at a time: the first release's `local` has room for two. */
const callEveryMs = 50;

const places = environments
  .filter(({ name }) => name === "local" || name === "dev")
  .map(({ name, accountId, region }): Place => ({ environment: name, accountId, region }));

describe.each(places)("the first release's $environment, upgraded", (place) => {
  const { stacks } = names(place);
  let deployed: Deployed;
  let caller: Caller;
  const removed: string[] = [];

  /** Plans today's stack in the place of the first release's, and applies it; returns the changes. */
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
    deployed = await Deployed.start(place);
    if (place.environment === "local") await deployed.applyFirst("account");
    else await deployed.aws.applyAccount();
    await deployed.applyFirst(stacks.data);
    await deployed.publish();
    await deployed.applyFirst(stacks.service);
    caller = await deployed.caller();
  });
  afterAll(() => deployed?.stop());

  it("answers before", async () => {
    expect((await caller.send(1)).map(({ status }) => status)).toEqual([200]);
  });

  if (place.environment === "local") {
    it("has today's account, which leaves the boundary on the roles that have it", async () => {
      deployed.aws.synthesiseAccount();
      const forgotten = (await upgrade("account")).filter(({ kind }) => kind === "forgotten");
      expect(forgotten.map(({ address }) => address)).toEqual(["aws_iam_policy.WorkloadBoundary"]);
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
      while (!isUpgraded) {
        answers.push(...(await caller.send(1)));
        await pause(callEveryMs);
      }
    })();
    await upgrade(stacks.service).finally(() => {
      isUpgraded = true;
    });
    await calling;
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.length).toBeGreaterThan(100);
  });

  it("has nothing left to change", () => {
    const left = [stacks.data, stacks.service].filter((stack) => deployed.aws.plan(stack));
    expect(left).toEqual([]);
  });

  it("lost only what its owner was told, and answers as before", async () => {
    const untold = removed.filter((change) => !intended.some((row) => row.change.test(change)));
    expect(untold).toEqual([]);
    expect((await caller.send(4)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});
