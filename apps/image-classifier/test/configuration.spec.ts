import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestOf } from "@pictor/testing";
import { environments } from "../environments";
import { local } from "../environments/local";
import { configure } from "../src/configuration";
import { type Environment, environmentSchema } from "../src/environment";

let releasesDirectory: string;

beforeEach(() => {
  releasesDirectory = mkdtempSync(join(tmpdir(), "pictor-releases-"));
});
afterEach(() => rmSync(releasesDirectory, { recursive: true }));

describe("the environments", () => {
  it.each(environments.map((environment) => [environment.name, environment] as const))(
    "%s is valid",
    (_, environment) => {
      expect(environmentSchema.safeParse(environment).error).toBeUndefined();
    },
  );

  it("lie in no account that the local one is in: nobody's", () => {
    const others = environments.filter(({ name }) => name !== "local");
    expect(others.map(({ accountId }) => accountId)).not.toContain(local.accountId);
    expect(local).toMatchObject({ name: "local", accountId: "000000000000" });
  });
});

describe("environmentSchema", () => {
  const errors = (change: object) =>
    environmentSchema
      .safeParse({ ...local, ...change })
      .error?.issues.map(({ message }) => message) ?? [];

  it("refuses a real-time endpoint without a network, and says what it needs", () => {
    expect(errors({ network: { kind: "none" } })).toEqual([
      "realTime capacity has instances, which need network kind 'vpc', got 'none'",
    ]);
  });

  it("refuses a serverless endpoint whose environment does not accept its way to the internet", () => {
    const capacity = { kind: "serverless", memorySizeMb: 2048, maxConcurrency: 5 };
    expect(errors({ capacity })).toHaveLength(1);
    expect(errors({ capacity: { ...capacity, acceptsPublicEgress: true } })).toEqual([]);
  });

  it("refuses a retention that CloudWatch Logs does not know", () => {
    expect(errors({ logRetentionDays: 2 })).toHaveLength(1);
  });
});

describe("configure", () => {
  it("leaves out the service where there is no manifest, with the line to run", () => {
    writeFileSync(join(releasesDirectory, "local.json"), JSON.stringify(manifestOf("a")));
    const { environments: configured, notes } = configure({
      environments,
      selection: "local,dev",
      releasesDirectory,
      trafficDirectory: releasesDirectory,
    });
    expect(configured.map(({ manifest }) => manifest !== undefined)).toEqual([false, true]);
    expect(notes.join()).toContain("stack 'dev' is left out");
    expect(notes.join()).toContain("pictor model publish dev <artefact>");
  });

  it("reports every problem at once", () => {
    writeFileSync(join(releasesDirectory, "local.json"), "{");
    writeFileSync(join(releasesDirectory, "dev.json"), JSON.stringify({ schema: 2 }));
    const broken = { ...local, name: "broken", logRetentionDays: 2 } as unknown as Environment;
    const configured = () =>
      configure({
        environments: [...environments, broken],
        selection: "local,dev,broken,qa",
        releasesDirectory,
        trafficDirectory: releasesDirectory,
      });
    for (const text of [
      "local.json is not JSON",
      "dev.json",
      "environment 'broken'",
      "PICTOR_ENVIRONMENTS: unknown environment 'qa'; the environments are",
    ]) {
      expect(configured).toThrow(text);
    }
    expect(configured).toThrow("the configuration has 4 problem(s)");
  });
});
