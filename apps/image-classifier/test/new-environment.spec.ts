import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { regions } from "@pictor/contracts";
import { environments } from "../environments";
import type { Environment } from "../src/environment";
import { environmentSource } from "../src/environment-source";
import { type EnvironmentRequest, newEnvironment } from "../src/new-environment";
import { readEnvironments } from "../src/read-environments";

const request: EnvironmentRequest = {
  name: "trial",
  account: "123456789012",
  region: "us-east-1",
  capacity: "realTime",
};
const environmentOf = (change: Partial<EnvironmentRequest>) => {
  const made = newEnvironment({ ...request, ...change }, environments);
  if (made.kind === "invalid") throw new Error(made.problems.join("\n"));
  return made.environment;
};
const problemsOf = (change: Partial<EnvironmentRequest>) => {
  const made = newEnvironment({ ...request, ...change }, environments);
  return made.kind === "invalid" ? made.problems : [];
};

const served = Object.entries(regions).flatMap(([region, facts]) =>
  facts.provider && facts.imageRegistry !== undefined ? [region] : [],
);

describe("newEnvironment", () => {
  it.each(["serverless", "realTime", "adaptive"] as const)(
    "has defaults that are valid in every region that can have it: %s",
    (capacity) => {
      const usable = capacity === "adaptive" ? ["us-east-1"] : served;
      for (const region of usable) environmentOf({ capacity, region });
      expect(served.length).toBeGreaterThan(25);
    },
  );

  it("keeps data, unless they may be thrown away", () => {
    expect(environmentOf({}).protectsData).toBe(true);
    expect(environmentOf({ throwAway: true }).protectsData).toBe(false);
  });

  it("takes addresses that no other environment has", () => {
    const local = environments.filter(({ name }) => name === "local");
    const blockOf = (existing: readonly Environment[]) => {
      const made = newEnvironment(request, existing);
      return made.kind === "valid" && made.environment.network;
    };
    expect(local).toMatchObject([{ network: { cidrBlock: "10.0.0.0/16" } }]);
    expect(blockOf(local)).toMatchObject({ cidrBlock: "10.1.0.0/16" });
    const first = { ...environmentOf({ cidr: "10.1.0.0/16" }), name: "first" };
    expect(blockOf([...local, first])).toMatchObject({ cidrBlock: "10.2.0.0/16" });
  });

  it("is deployed by people who sign on, unless roles or a repository are named", () => {
    expect(environmentOf({}).deployers).toEqual([
      { kind: "roles", names: [expect.stringContaining("AWSReservedSSO_PictorDeploy")] },
    ]);
    expect(environmentOf({ github: "owner/name" }).deployers).toMatchObject([
      { kind: "githubActions", repository: "owner/name", githubEnvironment: "trial" },
    ]);
    expect(environmentOf({ role: ["A"], github: "owner/name" }).deployers).toHaveLength(2);
  });

  it.each([
    [{ name: "prod" }, ["<name>: there is an environment 'prod' already"]],
    [{ name: "account" }, [expect.stringMatching(/^<name>: .*the account stack's$/)]],
    [{ name: "index" }, [expect.stringMatching(/^<name>: .*reads all environments$/)]],
    [{ capacity: "serverless", cidr: "10.0.0.0/16" }, [expect.stringMatching(/^--cidr: /)]],
    [
      { zone: ["eu-west-1a", "us-east-1b"] },
      ["--cidr, --zone: must be zones of us-east-1, like 'us-east-1a', got 'eu-west-1a'"],
    ],
    [
      { region: "mx-central-1" },
      [expect.stringMatching(/^--region: .* no container .* mx-central-1/)],
    ],
    [
      { capacity: "adaptive", region: "eu-central-1" },
      [expect.stringMatching(/^--capacity: .* none of 'eu-central-1'/)],
    ],
    [{ role: ["*"] }, [expect.stringMatching(/^--role, --github: /)]],
  ] as const)("refuses %j", (change, problems) => {
    expect(problemsOf(change as Partial<EnvironmentRequest>)).toEqual(problems);
  });
});

describe("environmentSource", () => {
  it.each(["serverless", "realTime", "adaptive"] as const)(
    "says all that there is: %s",
    (capacity) => {
      const environment = environmentOf({ capacity, github: "owner/name", role: ["A", "B"] });
      const [, literal = ""] = environmentSource(environment).split(": Environment = ");
      expect(new Function(`return ${literal}`)()).toEqual(environment);
    },
  );
});

describe("readEnvironments", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-environments-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  for (const name of ["index", "one", "two"]) writeFileSync(join(directory, `${name}.ts`), "");
  writeFileSync(join(directory, "three.ts.77"), "");
  const read = (modules: Readonly<Record<string, object>>) =>
    readEnvironments(directory, (name) => {
      if (name in modules) return modules[name];
      throw Object.assign(new Error(), { code: "MODULE_NOT_FOUND" });
    });
  const named = (name: string) => ({ environment: { ...environmentOf({}), name } });

  it("reads one file for each environment, and neither the index nor a half-written file", () => {
    const found = read({ two: named("two"), one: named("one"), gone: named("gone") });
    expect(found.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  it.each([
    [{ one: named("one") }, "two.ts: is not compiled: run 'npm run setup'"],
    [
      { one: named("one"), two: named("one") },
      "two.ts: must export the environment 'two', got 'one'",
    ],
    [{ one: {}, two: named("two") }, "one.ts: must export one environment, got 0"],
    [
      { one: { a: named("one").environment, b: named("one").environment }, two: named("two") },
      "got 2",
    ],
  ])("names the file that is wrong, and why %#", (modules, problem) => {
    expect(() => read(modules)).toThrow(problem);
  });
});
