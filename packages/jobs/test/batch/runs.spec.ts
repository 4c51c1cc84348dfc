import { World } from "./world";

/** Names of the jobs that a world's only run would have, without the machine's name and the run's id. */
const jobs = (world: World) => world.jobs.map(({ name }) => name.split("-").slice(-2).join("-"));

/** Scripts the jobs of the run that `addPictures` and `run` make by default, whose id follows from its request. */
async function scripted(
  world: World,
  scripts: Readonly<Record<string, Parameters<World["scripts"]["set"]>[1]>>,
) {
  const probe = new World(world.settings);
  await probe.addPictures(1);
  await probe.run();
  const run = probe.jobs[0]?.name.split("-").at(-3);
  for (const [job, script] of Object.entries(scripts)) {
    world.scripts.set(`pictures-transform-${run}-${job}`, script);
  }
}

describe("a run", () => {
  it("answers each picture once, in the order of the keys, and joins the parts", async () => {
    const world = new World();
    await world.addPictures(250);
    const { status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(jobs(world)).toEqual(["0001-1", "0002-1", "0003-1"]);
    const keys = world.lines().map(({ key }) => key);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(keys).size).toBe(250);
    expect(world.summary()).toMatchObject({
      status: "complete",
      pictures: 250,
      classified: 250,
      failures: {},
      labels: { cat: 125, dog: 125 },
      jobs: 3,
      jobSeconds: 360,
      seconds: 600,
      // Three jobs of two minutes on two instances.
      cost: { usd: 0.0408, usdPerInstanceHour: 0.204, priced: "2026-11-01" },
    });
  });

  it("tells how it ended, in a sentence with the counts", async () => {
    const world = new World();
    await world.addPictures(3);
    await world.run();
    expect(world.messages).toEqual([
      expect.stringMatching(
        /^Batch run [0-9a-f]{16} is complete: 3 of 3 pictures classified in 600 s; about \$0\.01; s3:/,
      ),
    ]);
  });

  it("has an answer for a broken picture, and is complete", async () => {
    const world = new World();
    await world.addPictures(4);
    const { answer } = world;
    world.answer = (key) =>
      key.includes("0002")
        ? { error: { code: "undecodable-image", detail: "Truncated.", status: 422 } }
        : answer(key);
    const { status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(jobs(world)).toEqual(["0001-1"]);
    expect(world.lines()[2]).toEqual({
      key: "batch/in/day/0002-cat.jpg",
      error: { code: "undecodable-image", detail: "Truncated." },
    });
    expect(world.summary()).toMatchObject({ classified: 3, failures: { "undecodable-image": 1 } });
  });

  it("leaves out folders, and refuses pictures that no job takes without a job for them", async () => {
    const world = new World();
    await world.store.write("batch/in/day/", "");
    await world.store.write("batch/in/day/large.png", "x");
    world.store.sizes.set("batch/in/day/large.png", 4_000_001);
    const { status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(world.jobs).toEqual([]);
    expect(world.summary()).toMatchObject({
      pictures: 1,
      jobs: 0,
      failures: { "too-many-bytes": 1 },
    });
  });

  it("of no pictures succeeds without a job", async () => {
    const world = new World();
    expect((await world.run()).status).toBe("SUCCEEDED");
    expect(world.jobs).toEqual([]);
    expect(world.summary()).toMatchObject({ status: "complete", pictures: 0 });
  });
});

describe("a job that failed", () => {
  it("is repeated once, for the pictures without an answer alone", async () => {
    const world = new World();
    await world.addPictures(10);
    const answers = (key: string) => Number(key.slice(-12, -8)) < 7;
    await scripted(world, { "0001-1": [{ end: "Failed", answers, reason: "AlgorithmError" }] });
    const { status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(world.jobs.map(({ keys }) => keys.length)).toEqual([10, 3]);
    expect(world.summary()).toMatchObject({
      status: "complete",
      classified: 10,
      jobs: 2,
      jobSeconds: 240,
    });
  });

  it("again leaves its pictures unanswered, with SageMaker's reason, and the run fails", async () => {
    const world = new World();
    await world.addPictures(150);
    await scripted(world, {
      "0001-1": [{ end: "Failed", reason: "AlgorithmError" }],
      "0001-2": [{ end: "Failed", reason: "AlgorithmError: again" }],
    });
    const { error, status } = await world.run();
    expect([status, error]).toEqual(["FAILED", "Batch.Incomplete"]);
    expect(jobs(world)).toEqual(["0001-1", "0001-2", "0002-1"]);
    expect(world.lines()[0]).toEqual({
      key: "batch/in/day/0000-cat.jpg",
      error: { code: "unanswered", detail: "AlgorithmError: again" },
    });
    expect(world.summary()).toMatchObject({
      status: "incomplete",
      classified: 50,
      failures: { unanswered: 100 },
    });
    expect(world.messages).toEqual([expect.stringContaining("not classified: 100 unanswered")]);
  });

  it("without instances is repeated after longer and longer waits, and then given up", async () => {
    const world = new World();
    await world.addPictures(2);
    const none = {
      end: "Failed",
      reason: "CapacityError: Unable to provision requested ML compute capacity",
    } as const;
    await scripted(world, {
      "0001-1": [none],
      "0001-2": [none],
      "0001-3": [none],
      "0001-4": [none],
    });
    const { status, waited } = await world.run();
    expect(status).toBe("FAILED");
    expect(jobs(world)).toEqual(["0001-1", "0001-2", "0001-3", "0001-4"]);
    expect(waited).toBe(300 + 900 + 1800);
  });

  it("that somebody stopped is not repeated, and keeps what it answered", async () => {
    const world = new World();
    await world.addPictures(4);
    await scripted(world, {
      "0001-1": [
        { end: "Stopped", answers: (key) => key.includes("000") && key.endsWith("cat.jpg") },
      ],
    });
    const { status } = await world.run();
    expect(status).toBe("FAILED");
    expect(jobs(world)).toEqual(["0001-1"]);
    expect(world.summary()).toMatchObject({ classified: 2, failures: { unanswered: 2 } });
    expect(world.lines()[1]).toMatchObject({ error: { detail: "somebody stopped the job" } });
  });

  it("that takes too long is stopped and not repeated, and keeps what it answered", async () => {
    const world = new World();
    await world.addPictures(4);
    await scripted(world, {
      "0001-1": [{ end: "timeout", answers: (key) => key.endsWith("cat.jpg") }],
    });
    const { path, status } = await world.run();
    expect(status).toBe("FAILED");
    expect(path).toContain("Stop");
    expect(world.stopped).toEqual([world.jobs[0]?.name]);
    expect(world.summary()).toMatchObject({ classified: 2, failures: { unanswered: 2 } });
  });

  it("that takes too long and has ended by itself meanwhile keeps a run waiting for seconds", async () => {
    const world = new World();
    await world.addPictures(4);
    await scripted(world, { "0001-1": [{ end: "timeout", answers: () => true }] });
    world.stopError = "SageMaker.SageMakerException";
    const { status, waited } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(world.stopped).toHaveLength(3);
    expect(waited).toBeLessThanOrEqual(15);
  });
});

describe("a refused creation", () => {
  it.each([
    "SageMaker.AmazonSageMakerException",
    "SageMaker.ResourceLimitExceededException",
    "SageMaker.SdkClientException",
  ])("for %s is tried again under the same name", async (refuse) => {
    const world = new World();
    await world.addPictures(2);
    await scripted(world, { "0001-1": [{ refuse }, { refuse }] });
    const { status, waited } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(jobs(world)).toEqual(["0001-1"]);
    expect(waited).toBeGreaterThanOrEqual(15);
  });

  it("that was carried out all the same is followed, not repeated", async () => {
    const world = new World();
    await world.addPictures(2);
    const probe = new World();
    await probe.addPictures(2);
    await probe.run();
    const [{ keys, name } = { keys: [], name: "" }] = probe.jobs;
    world.begun(name, keys);
    const { path, status } = await world.run();
    expect(status).toBe("SUCCEEDED");
    expect(path).toEqual(expect.arrayContaining(["Describe", "AwaitEnd"]));
    expect(world.jobs).toHaveLength(1);
    expect(world.summary()).toMatchObject({ classified: 2 });
  });
});

describe("a function that fails", () => {
  it.each(["review", "collect", "join"])(
    "in step %s fails the run, after the other parts",
    async (step) => {
      const world = new World();
      await world.addPictures(150);
      world.broken.set(step, "Error");
      const { status } = await world.run();
      expect(status).toBe("FAILED");
      expect(jobs(world)).toEqual(["0001-1", "0002-1"]);
      expect(world.messages).toEqual([expect.stringMatching(/^Batch execution run-1 failed: /)]);
    },
  );
});
