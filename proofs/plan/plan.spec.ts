import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  environments as committed,
  configure,
  createStacks,
  type Environment,
  namesOf,
} from "@pictor/image-classifier";
import { manifestOf, untagged } from "@pictor/testing";
import { App } from "cdktf";
import { checkov, failuresOf } from "../shared/checkov";
import { LocalAws } from "../shared/local-aws";
import { managedChanges, valuesAfter } from "../shared/plan-changes";
import { jobsExceptions } from "./jobs-exceptions";
import {
  adaptiveExceptions,
  localExceptions,
  monitoringWithoutException,
  serverlessExceptions,
  serviceExceptions,
  yearOfLogs,
} from "./service-exceptions";
import { accountExceptions, dataExceptions } from "./stack-exceptions";

const withoutYearOfLogs = monitoringWithoutException.filter((id) => id !== yearOfLogs);

/** Tags by which costs are allocated. */
const costTags = ["Project", "Environment", "Stack"];

/** What the capacity of an environment means in the plan. */
const capacityTypes: Readonly<Record<Environment["capacity"]["kind"], Record<string, number>>> = {
  realTime: { aws_vpc: 1, aws_subnet: 2, aws_vpc_endpoint: 2, aws_sagemaker_endpoint: 1 },
  serverless: { aws_vpc: 0, aws_subnet: 0, aws_vpc_endpoint: 0, aws_sagemaker_endpoint: 1 },
  // The endpoint on instances is the controller's, and in no plan.
  adaptive: {
    ...{ aws_vpc: 1, aws_subnet: 2, aws_vpc_endpoint: 2, aws_sagemaker_endpoint: 1 },
    ...{ aws_sagemaker_endpoint_configuration: 2, aws_lambda_function: 2, aws_ssm_parameter: 3 },
    ...{ aws_scheduler_schedule: 1, aws_lambda_invocation: 1, aws_cloudwatch_event_rule: 2 },
  },
};

/**
 * Every environment, one of them with data capture, which none is committed with. It is the one that the story applies as it
 * is committed.
 */
const environments = committed.map(
  (environment): Environment =>
    environment.name === "local"
      ? { ...environment, dataCapture: { samplingPercent: 10 } }
      : environment,
);

interface Account {
  readonly directory: string;
  readonly aws: LocalAws;
}

const accounts = new Map<string, Account>();
const accountOf = (name: string): LocalAws => (accounts.get(name) as Account).aws;
/** The service's plan, once it is made. */
const planOf = (name: string): string =>
  join((accounts.get(name) as Account).directory, "service-plan.json");

/** Plans an applied stack again, without a look at the account, for what judges all that is planned. */
function replan(name: string, stack: string): string {
  const aws = accountOf(name);
  aws.run(stack, "plan", "-input=false", "-refresh=false", "-out=plan");
  const file = join((accounts.get(name) as Account).directory, `${stack}-plan.json`);
  writeFileSync(file, aws.run(stack, "show", "-json", "plan"));
  return file;
}

/** The plan of the jobs, once it is made. */
const jobsPlanOf = (name: string): string =>
  join((accounts.get(name) as Account).directory, "jobs-plan.json");

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
  if (committed.includes(environment)) aws.synthesiseService(releases);
  else synthesise(environment, releases, directory);
  const data = aws.terraform(namesOf(environment).stacks.data);
  await data.init();
  await data.apply();
}

/** Does what the app does, with an environment of the suite's own. */
function synthesise(environment: Environment, releasesDirectory: string, directory: string): void {
  const app = new App({ outdir: join(directory, "cdktf.out") });
  const trafficDirectory = join(directory, "traffic");
  const source = { environments: [environment], releasesDirectory, trafficDirectory };
  createStacks(app, configure(source).environments);
  app.synth();
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

    it("data: is applied", async () => {
      const aws = accountOf(name);
      expect(await aws.terraform(stacks.data).outputs()).toEqual({
        modelBucket: namesOf(environment).modelBucket,
      });
    });

    it("account: has the role that deploys the environment", async () => {
      const { "iam._roles": roles } = await accountOf(name).inventory();
      expect(roles).toContain(namesOf(environment).deployRole);
    });

    it("service: is valid, and its plan only creates", async () => {
      const aws = accountOf(name);
      await aws.terraform(stacks.service).init();
      // A plan validates first, by the same rules as `terraform validate`.
      aws.run(stacks.service, "plan", "-input=false", "-out=plan");
      const shown = aws.run(stacks.service, "show", "-json", "plan");
      writeFileSync(planOf(name), shown);
      const managed = managedChanges(shown);
      expect(managed.length).toBeGreaterThan(10);
      expect(managed.map(({ kind }) => kind)).toEqual(managed.map(() => "create"));
      const count = (type: string) => managed.filter((change) => change.type === type).length;
      const expected = capacityTypes[environment.capacity.kind];
      const found = Object.fromEntries(Object.keys(expected).map((type) => [type, count(type)]));
      expect(found).toEqual(expected);
      expect(untagged(managed, costTags)).toEqual([]);
    });
  },
);

describe.each(
  environments
    .filter(({ batch, training }) => batch !== undefined || training !== undefined)
    .map((environment) => [environment.name, environment] as const),
)("the jobs of %s", (name, environment) => {
  it("are valid beside the data alone, and their plan only creates", async () => {
    const aws = accountOf(name);
    const { jobs } = namesOf(environment).stacks;
    await aws.terraform(jobs).init();
    aws.run(jobs, "plan", "-input=false", "-out=plan");
    const shown = aws.run(jobs, "show", "-json", "plan");
    writeFileSync(jobsPlanOf(name), shown);
    const managed = managedChanges(shown);
    expect(managed.map(({ kind }) => kind)).toEqual(managed.map(() => "create"));
    const machines = managed.filter(({ type }) => type === "aws_sfn_state_machine");
    expect(machines).toHaveLength([environment.batch, environment.training].filter(Boolean).length);
    expect(untagged(managed, costTags)).toEqual([]);
  });

  it("fail no check of Checkov but the documented ones", async () => {
    const { passed, failed } = await checkov(jobsPlanOf(name));
    expect(failed).toEqual(failuresOf(jobsExceptions));
    expect(passed).toBeGreaterThan(20);
  });
});

describe("data capture", () => {
  const [capturing] = environments.filter(({ dataCapture }) => dataCapture !== undefined);
  const { endpoints, payloadBucket } = namesOf(capturing as Environment);
  const name = capturing?.name ?? "";

  it("is planned of the endpoint on instances, into the payload store that the data stack then has", async () => {
    const managed = managedChanges(readFileSync(planOf(name), "utf8"));
    const configurations = managed
      .filter(({ type }) => type === "aws_sagemaker_endpoint_configuration")
      .map(valuesAfter);
    expect(configurations.map((values) => values.data_capture_config)).toEqual(
      configurations.map(() => [
        expect.objectContaining({
          destination_s3_uri: `s3://${payloadBucket}/capture/${endpoints.realTime}/`,
          initial_sampling_percentage: 10,
        }),
      ]),
    );
    expect(configurations).not.toEqual([]);
    expect((await accountOf(name).inventory())["s3._buckets"]).toContain(payloadBucket);
  });

  it("is kept by Intelligent-Tiering for a month, as Terraform's plan of the data stack has it", () => {
    const aws = accountOf(name);
    const { data } = namesOf(capturing as Environment).stacks;
    aws.run(data, "plan", "-input=false", "-refresh=false", "-out=plan");
    const rules = managedChanges(aws.run(data, "show", "-json", "plan"))
      .filter(({ type }) => type === "aws_s3_bucket_lifecycle_configuration")
      .map(valuesAfter)
      .filter(({ bucket }) => bucket === payloadBucket)
      .flatMap(({ rule }) => rule as readonly object[]);
    expect(rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ id: "intelligent-tiering", status: "Enabled" },
          transition: [expect.objectContaining({ days: 0, storage_class: "INTELLIGENT_TIERING" })],
        }),
        expect.objectContaining({
          expiration: [expect.objectContaining({ days: 30 })],
          filter: [expect.objectContaining({ prefix: "capture/" })],
        }),
      ]),
    );
  });
});

describe.each([
  ["prod", serviceExceptions, monitoringWithoutException],
  ["staging", adaptiveExceptions, withoutYearOfLogs],
  ["local", localExceptions, withoutYearOfLogs],
  ["dev", serverlessExceptions, withoutYearOfLogs],
] as const)("the service of %s", (name, exceptions, withoutException) => {
  it("fails no check of Checkov but the documented ones, and passes those on alarms, topics and logs", async () => {
    const { passed, passedChecks, failed } = await checkov(planOf(name));
    expect(failed).toEqual(failuresOf(exceptions));
    expect(passed).toBeGreaterThan(name === "dev" ? 80 : 140);
    expect(passedChecks).toEqual(expect.arrayContaining([...withoutException]));
  });

  it("makes no exception of what a review of alarms, topics and logs admits none of", () => {
    const excepted = exceptions.map(({ check }) => check);
    expect(excepted.filter((check) => withoutException.includes(check))).toEqual([]);
  });
});

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "the data of %s, and its account",
  (name, environment) => {
    it("fail no check of Checkov but the documented ones", async () => {
      const [data, account] = [
        replan(name, namesOf(environment).stacks.data),
        replan(name, "account"),
      ];
      const verdicts = await Promise.all([checkov(data), checkov(account)]);
      const planned = readFileSync(data, "utf8");
      // Only an environment with jobs or data capture has a payload store.
      const has = (resource: string) => planned.includes(`"address":"${resource}_`);
      expect(verdicts.map(({ failed }) => failed)).toEqual([
        failuresOf(dataExceptions).filter((failure) => has(failure.split(" ")[1] ?? "")),
        failuresOf(accountExceptions(name)),
      ]);
      for (const { passed } of verdicts) expect(passed).toBeGreaterThan(30);
    });
  },
);
