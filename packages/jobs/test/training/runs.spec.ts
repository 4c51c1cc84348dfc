import fc from "fast-check";
import { reviewTraining } from "../../src/run/training-review";
import { request, World } from "./world";

describe("a training run", () => {
  it("tells what Managed Spot saved, and what was billed", async () => {
    const world = new World();
    const { status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(world.summary()).toMatchObject({
      status: "complete",
      request,
      jobs: 1,
      trainingSeconds: 1000,
      billableSeconds: 300,
      savingPercent: 70,
      // Two instances.
      cost: { usd: 0.0768, usdPerInstanceHour: 0.461, priced: "2026-11-01" },
      metrics: { "top-1": 0.97 },
      artefact: expect.stringMatching(/^s3:.*model\.tar\.gz$/),
      reason: "",
    });
    expect(world.messages).toEqual([
      expect.stringMatching(
        /is complete, 300 s billed; Managed Spot saved 70 %; about \$0\.08; s3:/,
      ),
    ]);
  });

  it("reads sources by a channel, since the container has no network", async () => {
    const world = new World();
    await world.run({ ...request, hyperparameters: { epochs: 3, freeze: true, rate: "fast" } });
    const [job = {}] = world.created;
    expect(job.HyperParameters).toEqual({
      epochs: "3",
      freeze: "true",
      rate: '"fast"',
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: '"/opt/ml/input/data/code/sourcedir.tar.gz"',
      sagemaker_region: '"us-east-1"',
      sagemaker_container_log_level: "20",
    });
    expect(job).toMatchObject({
      InputDataConfig: [
        {
          ChannelName: "training",
          DataSource: { S3DataSource: { S3Uri: "s3://pictures-payloads/training/data/digits/" } },
        },
        {
          ChannelName: "code",
          DataSource: { S3DataSource: { S3Uri: "s3://pictures-payloads/training/code/0a1b/" } },
        },
      ],
    });
  });

  it("without instances is repeated after longer and longer waits, from the same checkpoints", async () => {
    const world = new World();
    const none = {
      TrainingJobStatus: "Failed",
      FailureReason: "CapacityError: Unable to provision requested ML compute capacity.",
      TrainingTimeInSeconds: undefined,
      BillableTimeInSeconds: undefined,
    };
    world.ends.push(none, none);
    const { status, waited } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(waited).toBe(300 + 900);
    expect(new Set(world.created.map(({ TrainingJobName }) => TrainingJobName)).size).toBe(3);
    expect(new Set(world.created.map((job) => JSON.stringify(job.CheckpointConfig))).size).toBe(1);
    expect(world.summary()).toMatchObject({ jobs: 3, trainingSeconds: 1000 });
  });

  it("that SageMaker itself failed is repeated once, and both are in the bill", async () => {
    const world = new World();
    const fault = {
      TrainingJobStatus: "Failed",
      FailureReason: "InternalServerError: We encountered an internal error",
    };
    world.ends.push(fault, fault);
    const { error, status } = await world.run();
    expect([status, error]).toEqual(["FAILED", "Training.Incomplete"]);
    expect(world.created).toHaveLength(2);
    expect(world.summary()).toMatchObject({ status: "failed", jobs: 2, billableSeconds: 600 });
  });

  it("whose script failed is not repeated: it would fail again, and cost again", async () => {
    const world = new World();
    world.ends.push({
      TrainingJobStatus: "Failed",
      FailureReason: "AlgorithmError: ExecuteUserScriptError",
    });
    const { status } = await world.run();
    expect(status).toBe("FAILED");
    expect(world.created).toHaveLength(1);
    expect(world.messages).toEqual([
      expect.stringContaining("AlgorithmError: ExecuteUserScriptError"),
    ]);
  });

  it.each([
    ["MaxWaitTimeExceeded", "outOfTime", "the job took longer than its time limits"],
    ["Stopped", "stopped", "somebody stopped the job"],
  ])("that was stopped with %s is %s", async (SecondaryStatus, status, reason) => {
    const world = new World();
    world.ends.push({ TrainingJobStatus: "Stopped", SecondaryStatus });
    expect((await world.run()).status).toBe("FAILED");
    expect(world.summary()).toMatchObject({ status, reason });
  });

  it("that outlasts its own limits is stopped", async () => {
    const world = new World();
    world.ends.push({ error: "States.Timeout", cause: "" });
    expect((await world.run()).status).toBe("FAILED");
    expect(world.stopped).toHaveLength(1);
    expect(world.summary()).toMatchObject({ status: "outOfTime" });
    expect(world.summary()).not.toHaveProperty("savingPercent");
  });

  it("whose creation was delivered twice is followed, not repeated", async () => {
    const probe = new World();
    await probe.run();
    const world = new World();
    world.existing.add(String(probe.created[0]?.TrainingJobName));
    const { path, status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(path).toContain("Describe");
    expect(world.created).toEqual([]);
    expect(world.summary()).toMatchObject({ savingPercent: 60 });
  });

  it("that is throttled is created under the same name later", async () => {
    const world = new World();
    world.ends.push({ error: "SageMaker.AmazonSageMakerException" });
    expect((await world.run()).status).toBe("SUCCEEDED");
    expect(world.summary()).toMatchObject({ jobs: 1 });
  });

  it("that is asked for twice with one token trains once", async () => {
    const world = new World();
    await world.run({ ...request, token: "t" }, "first");
    const { path } = await world.run({ ...request, token: "t" }, "second");
    expect(path.at(-1)).toBe("DeliveredAgain");
    expect(world.created).toHaveLength(1);
  });

  it("with everything wrong fails with all of it in words", async () => {
    const world = new World();
    const { error, status } = await world.run({
      data: "capture/",
      code: "training/code/x.zip",
      hyperparameters: { sagemaker_program: "x", "1st": 1, list: [1] },
    });
    expect([status, error]).toEqual(["FAILED", "Training.Failed"]);
    expect(world.created).toEqual([]);
    for (const words of [
      "data must begin with 'training/data/' and end with '/', got \"capture/\"",
      "code must begin with 'training/code/' and end with '/sourcedir.tar.gz'",
      "'sagemaker_program' is no name of one",
      "'1st' is no name of one",
      "'list' must be a text, a number or true or false",
    ]) {
      expect(world.messages[0]).toContain(words);
    }
  });
});

describe("reviewTraining", () => {
  it("ends after five jobs at the most", () => {
    const kind = fc.constantFrom(
      "complete",
      "failed",
      "serviceFault",
      "noCapacity",
      "stopped",
      "outOfTime",
    );
    fc.assert(
      fc.property(fc.array(kind, { minLength: 5, maxLength: 5 }), (kinds) => {
        let run = { attempt: 1, retried: false };
        for (const each of kinds) {
          const review = reviewTraining(run, { kind: each });
          if (review.next === "finish") return;
          run = { attempt: run.attempt + 1, retried: review.retried };
        }
        throw new Error("a sixth job");
      }),
    );
  });
});
