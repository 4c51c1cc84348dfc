import validate from "asl-validator";
import { trainingMachine } from "../../src/training/training-machine";
import { inputs } from "./world";

const { States } = trainingMachine(inputs);
const parameters = States.Train?.Type === "Task" ? States.Train.Parameters : {};
const vpc = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] };

describe("the machine of training", () => {
  it.each([
    ["with everybody told", inputs],
    ["with nobody told, in a network", (({ topicArn: _, ...rest }) => ({ ...rest, vpc }))(inputs)],
    ["in China", { ...inputs, region: "cn-north-1" }],
  ])("is valid by Step Functions' rules %s", (_, given) => {
    const { errors, isValid } = validate(JSON.parse(JSON.stringify(trainingMachine(given))));
    expect([isValid, errors]).toEqual([true, []]);
  });

  it("trains on Managed Spot with checkpoints, and waits for it no longer than it may wait", () => {
    expect(parameters).toMatchObject({
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
      CheckpointConfig: { LocalPath: "/opt/ml/checkpoints" },
    });
    expect(States.Train).toMatchObject({ TimeoutSeconds: 7200 + 3600 });
  });

  it("ends by itself, after the longest time that five jobs and their waits may take", () => {
    const { TimeoutSeconds = 0 } = trainingMachine(inputs);
    expect(TimeoutSeconds).toBe(5 * (7200 + 3600 + 3 * 3600));
    expect(trainingMachine({ ...inputs, maxWaitMinutes: 40_320 }).TimeoutSeconds).toBeLessThan(
      // Step Functions' most.
      99_999_999,
    );
  });

  it("gives containers no network, and encrypts what several instances say to each other", () => {
    expect(parameters).toMatchObject({
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
    });
    const alone = JSON.stringify(trainingMachine({ ...inputs, instanceCount: 1 }));
    expect(alone).toContain('"EnableInterContainerTrafficEncryption":false');
  });

  it("has network interfaces in a network alone", () => {
    expect(parameters).not.toHaveProperty("VpcConfig");
    expect(JSON.stringify(trainingMachine({ ...inputs, vpc }))).toContain(
      '"VpcConfig":{"Subnets":["subnet-1","subnet-2"],"SecurityGroupIds":["sg-1"]}',
    );
  });

  it("catches whatever a state may throw", () => {
    for (const state of Object.values(States)) {
      if (state.Type === "Task") expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(["States.ALL"]);
    }
  });
});
