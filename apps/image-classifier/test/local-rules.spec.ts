import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestOf } from "@pictor/testing";
import { environments } from "../environments";
import { type Configuration, configure } from "../src/configuration";

const releasesDirectory = mkdtempSync(join(tmpdir(), "pictor-rules-"));
const adaptive = environments.find(({ capacity }) => capacity.kind === "adaptive");
const plain = environments.find(({ capacity }) => capacity.kind !== "adaptive");
const local = "http://127.0.0.1:4566";

beforeAll(() => {
  for (const { name } of [adaptive, plain].filter((one) => one !== undefined)) {
    writeFileSync(join(releasesDirectory, `${name}.json`), JSON.stringify(manifestOf("a")));
  }
});
afterAll(() => rmSync(releasesDirectory, { recursive: true }));

const configured = (capacityRules?: string, awsEndpoint?: string): Configuration =>
  configure({
    environments,
    selection: `${adaptive?.name},${plain?.name}`,
    releasesDirectory,
    trafficDirectory: releasesDirectory,
    ...{ capacityRules, awsEndpoint },
  });
const of = ({ environments: all }: Configuration, name: string | undefined) =>
  all.find(({ environment }) => environment.name === name)?.environment;

describe("rules for a local AWS", () => {
  const rules = JSON.stringify({ inAfterMinutes: 2, warm: { kind: "ping", everyMinutes: 3 } });

  it.each([local, "http://localhost:1/", "http://[::1]:4566"])(
    "take the place of an adaptive environment's own at %s, and touch nothing else",
    (endpoint) => {
      const changed = configured(rules, endpoint);
      const usual = configured();
      expect(of(changed, adaptive?.name)).toEqual({
        ...of(usual, adaptive?.name),
        capacity: {
          ...adaptive?.capacity,
          rules: { inAfterMinutes: 2, warm: { kind: "ping", everyMinutes: 3 } },
        },
      });
      expect(of(changed, plain?.name)).toEqual(of(usual, plain?.name));
    },
  );

  it.each([undefined, "https://ssm.us-east-1.amazonaws.com", "http://127.0.0.1.example.com"])(
    "are refused where AWS is at %s: an account's periods are its environment's",
    (endpoint) =>
      expect(() => configured(rules, endpoint)).toThrow(
        /PICTOR_CAPACITY_RULES is for the local AWS, but AWS_ENDPOINT_URL is .*: unset it/,
      ),
  );

  it("may be empty: the environments keep their own", () => {
    expect(configured("{}", local)).toEqual(configured());
    expect(configured("", undefined)).toEqual(configured());
  });

  it.each([
    ["{", "PICTOR_CAPACITY_RULES"],
    ['{"inAfter":2}', "inAfter"],
    ['{"inAfterMinutes":0}', "inAfterMinutes"],
  ])("%s is refused by name", (text, part) => expect(() => configured(text, local)).toThrow(part));
});
