import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import type { CapacityState } from "@pictor/capacity";
import { names } from "@pictor/contracts";
import { LocalAws } from "../shared/local-aws";
import { type ControllerOptions, synthesiseController } from "./controller-stack";

const place = { environment: "controller", accountId: "999999999999", region: "us-east-1" };
const { capacityFunction, capacityParameters, endpoints } = names(place);
const invocation = "aws_lambda_invocation.pictor_controller_capacity_Invocation";

interface Planned {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: { readonly actions: readonly string[] };
}

describe("a capacity controller, planned and applied on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;

  const synthesise = (options: ControllerOptions) =>
    synthesiseController(place, join(directory, "cdktf.out"), options);

  const planOf = (options: ControllerOptions): readonly Planned[] => {
    synthesise(options);
    aws.run("controller", "plan", "-input=false", "-out=plan");
    const { resource_changes: changes = [] } = JSON.parse(
      aws.run("controller", "show", "-json", "plan"),
    );
    return changes.filter(
      ({ change, previous_address }: Planned) =>
        String(change.actions) !== "no-op" || previous_address !== undefined,
    );
  };

  /** What a plan does, by address. */
  const actionsOf = (changes: readonly Planned[]): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(changes.map(({ address, change }) => [address, change.actions]));

  /** How often Terraform called the function. */
  const invoked = async (): Promise<number> =>
    (await aws.look<{ operations: Record<string, number> }>("violations")).operations[
      "lambda.Invoke"
    ] ?? 0;

  const stateOf = async (): Promise<CapacityState> => {
    const { Parameter } = await new SSMClient(aws.client).send(
      new GetParameterCommand({ Name: capacityParameters.state }),
    );
    return JSON.parse(Parameter?.Value ?? "");
  };

  const isRunning = async (running: readonly string[]): Promise<void> => {
    const state = { ...(await stateOf()), running };
    await new SSMClient(aws.client).send(
      new PutParameterCommand({
        ...{ Name: capacityParameters.state, Value: JSON.stringify(state), Overwrite: true },
      }),
    );
  };

  const configurations = async (): Promise<readonly string[]> =>
    (await aws.inventory())["sagemaker.endpointConfigs"] ?? [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-controller-"));
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is applied, its spec is checked by the function, and then Terraform has nothing left to do", async () => {
    synthesise({ releases: ["a"] });
    const stack = aws.terraform("controller");
    await stack.init();
    await stack.apply();
    expect(await invoked()).toBe(1);
    expect(await stack.hasChanges()).toBe(false);
  });

  it("changes its code in place, and invokes nothing", () => {
    const planned = actionsOf(planOf({ releases: ["a"], isCodeChanged: true }));
    expect(planned).toEqual({
      [addressLike(planned, /^aws_lambda_function\./)]: ["update"],
      [addressLike(planned, /^aws_lambda_alias\./)]: ["update"],
    });
  });

  it("is moved to another place in the tree with all its resources", () => {
    const path = ["Capacity", "Inner", "Controller"];
    const planned = planOf({ releases: ["a"], path, movedFrom: ["Controller"] });
    expect(planned.length).toBeGreaterThan(10);
    // The path of the zip has the construct's in it: the same code is uploaded again.
    expect(planned.flatMap(({ change }) => change.actions)).not.toContain("create");
    expect(planned.flatMap(({ change }) => change.actions)).not.toContain("delete");
    expect(planned.map(({ address }) => address)).not.toContain(invocation);
  });

  it("is renamed without a move: the invocation, and what the controller remembers, stay", () => {
    const planned = actionsOf(planOf({ releases: ["a"], path: ["Renamed"] }));
    expect(Object.values(planned).flat()).toContain("delete");
    expect(planned).not.toHaveProperty(invocation);
    expect(Object.keys(planned).filter((each) => /^aws_ssm_parameter/.test(each))).toEqual([]);
  });

  it("hears of a release: the spec changes, and the function checks it", async () => {
    await isRunning([`${endpoints.realTime}-a`, `${endpoints.serverless}-a`]);
    synthesise({ releases: ["b", "a"] });
    await aws.terraform("controller").apply();
    expect(await invoked()).toBe(2);
    expect(await configurations()).toHaveLength(4);
  });

  it("destroys no configuration that may still run: the apply of a further release fails before", async () => {
    synthesise({ releases: ["c", "b"] });
    const stack = aws.terraform("controller");
    await expect(stack.apply()).rejects.toThrow(
      /may still run a configuration that this apply would destroy[\s\S]*Wait until it runs the last release/,
    );
    expect(await configurations()).toEqual(
      expect.arrayContaining([`${endpoints.realTime}-a`, `${endpoints.serverless}-a`]),
    );
    expect(await invoked()).toBe(2);
    await isRunning([`${endpoints.realTime}-b`, `${endpoints.serverless}-b`]);
    await stack.apply();
    expect(await configurations()).toEqual(
      ["b", "c"]
        .flatMap((release) => [
          `${endpoints.realTime}-${release}`,
          `${endpoints.serverless}-${release}`,
        ])
        .sort(),
    );
    expect(await invoked()).toBe(3);
  });

  it("is not destroyed where the environment is protected: nothing that the endpoint needs is touched", async () => {
    synthesise({ releases: ["c", "b"], isProtected: true });
    const stack = aws.terraform("controller");
    await stack.apply();
    const functions = (await aws.inventory())["lambda.functions"];
    await expect(stack.destroy()).rejects.toThrow(/the environment is protected/);
    expect((await aws.inventory())["lambda.functions"]).toEqual(functions);
    expect(await configurations()).toHaveLength(4);
    expect(await stateOf()).toMatchObject({ memory: { retired: false } });
    synthesise({ releases: ["c", "b"] });
    await stack.apply();
    expect(await stack.hasChanges()).toBe(false);
  });

  it("is retired and leaves nothing behind when it is destroyed, after requests that AWS's models allow", async () => {
    const calls = await invoked();
    await aws.terraform("controller").destroy();
    expect(await invoked()).toBe(calls + 1);
    await expect(stateOf()).rejects.toThrow(ParameterNotFound);
    expect(await aws.inventory()).toEqual(before);
    expect(await aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
    expect(capacityFunction).toBe("pictor-controller-capacity");
  });
});

function addressLike(planned: Readonly<Record<string, unknown>>, pattern: RegExp): string {
  return Object.keys(planned).find((address) => pattern.test(address)) ?? String(pattern);
}
