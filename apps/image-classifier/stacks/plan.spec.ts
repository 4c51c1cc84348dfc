import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlannedResource, untagged } from "@pictor/testing";
import { environments } from "../environments";
import type { Environment } from "../src/environment";
import { namesOf } from "../src/environment-stack";
import { LocalAws } from "../test/local-aws";
import { manifestOf } from "../test/manifest";
import { checkov, failuresOf } from "./checkov";
import { monitoringWithoutException, serviceExceptions } from "./service-exceptions";

interface Plan {
  readonly resource_changes: readonly (PlannedResource & { readonly type: string })[];
}

/** Tags by which costs are allocated. */
const costTags = ["Project", "Environment", "Stack"];

/** What the capacity of an environment means in the plan. */
const capacityTypes: Readonly<Record<Environment["capacity"]["kind"], Record<string, number>>> = {
  realTime: { aws_vpc: 1, aws_subnet: 2, aws_vpc_endpoint: 2, aws_sagemaker_endpoint: 1 },
  serverless: { aws_vpc: 0, aws_subnet: 0, aws_vpc_endpoint: 0, aws_sagemaker_endpoint: 1 },
};

interface Account {
  readonly directory: string;
  readonly aws: LocalAws;
}

const accounts = new Map<string, Account>();
const accountOf = (name: string): LocalAws => (accounts.get(name) as Account).aws;
/** The service's plan, once it is made. */
const planOf = (name: string): string =>
  join((accounts.get(name) as Account).directory, "service-plan.json");

/** An account with its state bucket, and the stacks of an environment synthesised for it; the data stack applied. */
async function prepare(environment: Environment): Promise<void> {
  const { name } = environment;
  const directory = mkdtempSync(join(tmpdir(), `pictor-${name}-`));
  const releases = join(directory, "releases");
  mkdirSync(releases);
  writeFileSync(join(releases, `${name}.json`), JSON.stringify(manifestOf("a")));
  const aws = await LocalAws.start({ ...environment, environment: name }, directory);
  accounts.set(name, { directory, aws });
  await aws.applyAccount();
  aws.synthesiseService(releases);
  const data = aws.terraform(namesOf(environment).stacks.data);
  await data.init();
  await data.apply();
}

// All at once: most of it is waiting for S3's lifecycle rules, of which the provider wants to be sure for a minute.
beforeAll(() => Promise.all(environments.map(prepare)), 600_000);

afterAll(async () => {
  for (const { aws, directory } of accounts.values()) {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "the stacks of %s, in an account with its id",
  (name, environment) => {
    const { stacks } = namesOf(environment);

    it("data: validates and is applied", async () => {
      const aws = accountOf(name);
      expect(JSON.parse(aws.run(stacks.data, "validate", "-json"))).toMatchObject({ valid: true });
      expect(await aws.terraform(stacks.data).outputs()).toEqual({
        modelBucket: namesOf(environment).modelBucket,
      });
    });

    it("account: has the role that deploys the environment", async () => {
      const { "iam._roles": roles } = await accountOf(name).inventory();
      expect(roles).toContain(namesOf(environment).deployRole);
    });

    it("service: validates, and its plan only creates", async () => {
      const aws = accountOf(name);
      await aws.terraform(stacks.service).init();
      expect(JSON.parse(aws.run(stacks.service, "validate", "-json"))).toMatchObject({
        valid: true,
      });
      aws.run(stacks.service, "plan", "-input=false", "-out=plan");
      const shown = aws.run(stacks.service, "show", "-json", "plan");
      writeFileSync(planOf(name), shown);
      const plan: Plan = JSON.parse(shown);
      const managed = plan.resource_changes.filter(({ mode }) => mode === "managed");
      expect(managed.length).toBeGreaterThan(10);
      expect(managed.flatMap(({ change }) => change.actions)).toEqual(managed.map(() => "create"));
      const count = (type: string) => managed.filter((change) => change.type === type).length;
      const expected = capacityTypes[environment.capacity.kind];
      const found = Object.fromEntries(Object.keys(expected).map((type) => [type, count(type)]));
      expect(found).toEqual(expected);
      expect(untagged(managed, costTags)).toEqual([]);
    });
  },
);

describe("the service of prod", () => {
  it("fails no check of Checkov but the documented ones, and passes those on alarms, topics and logs", async () => {
    const { passed, passedChecks, failed } = await checkov(planOf("prod"));
    expect(failed).toEqual(failuresOf(serviceExceptions));
    expect(passed).toBeGreaterThan(140);
    expect(passedChecks).toEqual(expect.arrayContaining([...monitoringWithoutException]));
  });

  it("makes no exception of what a review of alarms, topics and logs admits none of", () => {
    const excepted = serviceExceptions.map(({ check }) => check);
    expect(excepted.filter((check) => monitoringWithoutException.includes(check))).toEqual([]);
  });
});
