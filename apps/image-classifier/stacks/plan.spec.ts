import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../environments";
import type { Environment } from "../src/environment";
import { namesOf } from "../src/environment-stack";
import { LocalAws } from "../test/local-aws";
import { manifestOf } from "../test/manifest";

interface Plan {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly mode: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** What the capacity of an environment means in the plan. */
const capacityTypes: Readonly<Record<Environment["capacity"]["kind"], Record<string, number>>> = {
  realTime: { aws_vpc: 1, aws_subnet: 2, aws_vpc_endpoint: 2, aws_sagemaker_endpoint: 1 },
  serverless: { aws_vpc: 0, aws_subnet: 0, aws_vpc_endpoint: 0, aws_sagemaker_endpoint: 1 },
};

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "the stacks of %s, in an account with its id",
  (name, environment) => {
    const { stacks } = namesOf(environment);
    let directory: string;
    let aws: LocalAws;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), `pictor-${name}-`));
      const releases = join(directory, "releases");
      mkdirSync(releases);
      writeFileSync(join(releases, `${name}.json`), JSON.stringify(manifestOf("a")));
      aws = await LocalAws.start({ ...environment, environment: name }, directory);
      await aws.applyAccount();
      aws.synthesiseService(releases);
    });

    afterAll(async () => {
      await aws?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    it("data: validates and applies", async () => {
      const data = aws.terraform(stacks.data);
      await data.init();
      expect(JSON.parse(aws.run(stacks.data, "validate", "-json"))).toMatchObject({ valid: true });
      await data.apply();
      expect(await data.outputs()).toEqual({ modelBucket: namesOf(environment).modelBucket });
    });

    it("service: validates, and its plan only creates", async () => {
      await aws.terraform(stacks.service).init();
      expect(JSON.parse(aws.run(stacks.service, "validate", "-json"))).toMatchObject({
        valid: true,
      });
      aws.run(stacks.service, "plan", "-input=false", "-out=plan");
      const plan: Plan = JSON.parse(aws.run(stacks.service, "show", "-json", "plan"));
      const managed = plan.resource_changes.filter(({ mode }) => mode === "managed");
      expect(managed.length).toBeGreaterThan(10);
      expect(managed.flatMap(({ change }) => change.actions)).toEqual(managed.map(() => "create"));
      const count = (type: string) => managed.filter((change) => change.type === type).length;
      const expected = capacityTypes[environment.capacity.kind];
      const found = Object.fromEntries(Object.keys(expected).map((type) => [type, count(type)]));
      expect(found).toEqual(expected);
    });
  },
);
