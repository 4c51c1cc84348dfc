import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trainingArchive } from "@pictor/contracts/training";
import { trainingContract } from "../../src/run/training-contract";
import { buildTraining } from "../stack";

interface ScriptContract {
  readonly entryPoint: string;
  readonly channels: Readonly<
    Record<string, { readonly required: boolean; readonly holds: string }>
  >;
  readonly metricDefinitions: readonly { readonly Name: string; readonly Regex: string }[];
  readonly checkpointPath: string;
  readonly containerEntrypoint: readonly string[];
}

/** The training script and what it says of itself. */
const scripts = join(__dirname, "../../../model/src/pictor_model/train");
const script: ScriptContract = JSON.parse(readFileSync(join(scripts, "contract.json"), "utf8"));

const { out } = buildTraining();
const job = JSON.parse(String(out.single("aws_sfn_state_machine").definition)).States.Train
  .Parameters;
const { environment } = out.single("aws_lambda_function") as {
  environment: { variables: { TRAINING: string } };
};

describe("a job of the construct, as the training script wants it", () => {
  it("starts by the script's own entry point, so that SIGTERM reaches the script", () => {
    expect(job.AlgorithmSpecification.ContainerEntrypoint).toEqual(script.containerEntrypoint);
  });

  it("has an entry point that CreateTrainingJob takes, and that Terraform does not read", () => {
    expect(trainingContract.containerEntrypoint.length).toBeLessThanOrEqual(100);
    for (const word of trainingContract.containerEntrypoint) {
      expect(word.length).toBeLessThanOrEqual(256);
      expect(word).not.toMatch(/[$%]\{/);
    }
  });

  it("reads the metrics that the script logs", () => {
    expect(job.AlgorithmSpecification.MetricDefinitions).toEqual(script.metricDefinitions);
    expect(
      JSON.parse(
        String(
          buildTraining({ metrics: { own: "own=([0-9]+)" } }).out.single("aws_sfn_state_machine")
            .definition,
        ),
      ).States.Train.Parameters.AlgorithmSpecification.MetricDefinitions,
    ).toEqual([{ Name: "own", Regex: "own=([0-9]+)" }]);
  });

  it("starts the script's program, and keeps checkpoints where the script does", () => {
    expect(JSON.parse(environment.variables.TRAINING).program).toBe(script.entryPoint);
    expect(job.CheckpointConfig.LocalPath).toBe(script.checkpointPath);
  });

  it("has every channel that the script requires, and no other but that of its source", () => {
    const channels: string[] = job.InputDataConfig.map(
      ({ ChannelName }: { ChannelName: string }) => ChannelName,
    );
    const required = Object.keys(script.channels).filter((name) => script.channels[name]?.required);
    expect(channels).toEqual([...required, trainingContract.channels.code]);
    expect(script.channels.weights?.holds).toContain("in training instead, as weights.pth");
  });

  it("is on one instance, since the script refuses several: a program of one's own may have them", () => {
    expect(readFileSync(join(scripts, "places.py"), "utf8")).toContain("if len(hosts) > 1:");
    const instances = { type: "ml.m5.2xlarge", count: 2 } as const;
    expect(buildTraining({ instances }).training.node.validate()).toEqual([
      "instances.count must be 1 without a program of your own, got 2: train.py of pictor_model refuses several instances",
    ]);
    expect(buildTraining({ instances, program: "own.py" }).training.node.validate()).toEqual([]);
  });

  it("names the archive as the script's packer does", () => {
    expect(readFileSync(join(scripts, "source.py"), "utf8")).toContain(
      `out / "${trainingArchive}"`,
    );
  });
});
