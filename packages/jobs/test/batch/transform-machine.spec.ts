import validate from "asl-validator";
import { transformMachine } from "../../src/batch/transform-machine";
import type { State } from "../../src/machine/definition";
import { inputs } from "./world";

const machine = transformMachine(inputs);
const part = machine.States.Parts;
const states: readonly (readonly [string, State])[] = [
  ...Object.entries(machine.States),
  ...(part?.Type === "Map" ? Object.entries(part.ItemProcessor.States) : []),
];
const transform = states.find(([name]) => name === "Transform")?.[1];
const parameters = transform?.Type === "Task" ? transform.Parameters : {};

describe("the machine of a batch transform", () => {
  it.each([
    ["with everybody told", inputs],
    ["with nobody told", (({ topicArn: _, ...rest }) => rest)(inputs)],
    ["in China", { ...inputs, region: "cn-north-1" }],
  ])("is valid by Step Functions' rules %s", (_, given) => {
    const { errors, isValid } = validate(JSON.parse(JSON.stringify(transformMachine(given))));
    expect([isValid, errors]).toEqual([true, []]);
  });

  it("would be found invalid: a state that leads nowhere", () => {
    const broken = JSON.parse(
      JSON.stringify(machine).replace('"Next":"Judge"', '"Next":"Nowhere"'),
    );
    expect(validate(broken).isValid).toBe(false);
  });

  it("waits for each job, and gives up on it after its time", () => {
    expect(transform).toMatchObject({
      Resource: "arn:aws:states:::sagemaker:createTransformJob.sync",
      TimeoutSeconds: 3600,
    });
    expect(machine.TimeoutSeconds).toBe(7200);
  });

  it("asks for errors inline, so that one broken picture fails no other", () => {
    expect(parameters.Environment).toEqual({ PICTOR_ERRORS: "inline" });
  });

  it("sends one picture a request, and one content type", () => {
    expect(parameters).toMatchObject({
      BatchStrategy: "SingleRecord",
      MaxPayloadInMB: 4,
      TransformInput: { ContentType: "image/*", SplitType: "None" },
    });
  });

  it("encrypts answers, and volumes only where their storage takes a key", () => {
    const volumeKeyArn = "arn:aws:kms:us-east-1:123456789012:key/v";
    const text = JSON.stringify(transformMachine({ ...inputs, volumeKeyArn }));
    expect(parameters.TransformOutput).toMatchObject({ KmsKeyId: inputs.outputKeyArn });
    expect(parameters.TransformResources).toEqual({
      InstanceType: "ml.c5.xlarge",
      InstanceCount: 2,
    });
    expect(text).toContain(`"VolumeKmsKeyId":"${volumeKeyArn}"`);
  });

  it("catches whatever a state may throw, in each state that calls something", () => {
    const throwing = states.filter(
      ([, state]) => state.Type === "Task" && state.Catch === undefined,
    );
    expect(throwing.map(([name]) => name)).toEqual([]);
    for (const [, state] of states) {
      if (state.Type !== "Task") continue;
      expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(["States.ALL"]);
    }
  });

  it("retries with growing waits, and jitter where many runs may retry at once", () => {
    const retries = transform?.Type === "Task" ? (transform.Retry ?? []) : [];
    expect(retries.length).toBeGreaterThan(1);
    for (const retry of retries) {
      expect(retry).toMatchObject({ BackoffRate: 2, JitterStrategy: "FULL" });
      expect(retry.ErrorEquals).not.toContain("States.TaskFailed");
    }
  });
});
