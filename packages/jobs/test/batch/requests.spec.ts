import { World } from "./world";

describe("a request", () => {
  const stored = {
    detail: {
      bucket: { name: "pictures-payloads" },
      object: { key: "batch/manifests/day.json", "version-id": "v1" },
    },
  };
  const manifest = JSON.stringify([
    { prefix: "s3://pictures-payloads/batch/in/day/" },
    "0000-cat.jpg",
    "0001-dog.jpg",
  ]);

  it("by a stored manifest runs its pictures", async () => {
    const world = new World();
    await world.addPictures(5);
    await world.store.write("batch/manifests/day.json", manifest);
    expect((await world.run(stored)).status).toBe("SUCCEEDED");
    expect(world.summary()).toMatchObject({
      pictures: 2,
      request: { kind: "manifest", key: "batch/manifests/day.json" },
    });
  });

  it("delivered twice runs once, and neither tells anybody anything the second time", async () => {
    const world = new World();
    await world.addPictures(2);
    await world.store.write("batch/manifests/day.json", manifest);
    await world.run(stored, "first");
    const { path, status } = await world.run(stored, "second");
    expect(status).toBe("SUCCEEDED");
    expect(path).toEqual(["Plan", "Claimed", "DeliveredAgain"]);
    expect(world.jobs).toHaveLength(1);
    expect(world.messages).toHaveLength(1);
  });

  it("of a new version of the manifest, or of the schedule's next time, runs again", async () => {
    const world = new World();
    await world.addPictures(2);
    await world.run({ prefix: "batch/in/day/", token: "daily 2026-11-29T03:00:00Z" }, "first");
    await world.run({ prefix: "batch/in/day/", token: "daily 2026-11-30T03:00:00Z" }, "second");
    await world.run({ prefix: "batch/in/day/", token: "daily 2026-11-30T03:00:00Z" }, "third");
    expect(world.jobs).toHaveLength(2);
  });

  it.each([
    [
      "outside the pictures",
      { prefix: "capture/" },
      /must begin with 'batch\/in\/', got 'capture\/'/,
    ],
    [
      "for what runs wrote",
      { manifest: "batch/out/x/parts/0001-1.manifest.json" },
      /must begin with 'batch\/manifests\/'/,
    ],
    ["without either", { images: "all" }, /a run needs \{"prefix": "batch\/in\/…"\}/],
    [
      "for more than a run takes",
      { prefix: "batch/in/day/" },
      /more than 300 pictures, which is 3 jobs of 100/,
    ],
  ])("%s fails with words", async (_, request, words) => {
    const world = new World();
    await world.addPictures(301);
    const { error, status } = await world.run(request);
    expect([status, error]).toEqual(["FAILED", "Batch.Failed"]);
    expect(world.jobs).toEqual([]);
    expect(world.messages).toEqual([expect.stringMatching(words)]);
  });

  it("by a manifest of pictures elsewhere fails with words", async () => {
    const world = new World();
    await world.store.write(
      "batch/manifests/day.json",
      '[{"prefix":"s3://pictures-payloads/"},"capture/a.jpg"]',
    );
    expect((await world.run(stored)).status).toBe("FAILED");
    expect(world.messages).toEqual([
      expect.stringContaining("names 'capture/a.jpg', but pictures are objects below 'batch/in/'"),
    ]);
  });
});
