import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { releaseKey } from "@pictor/contracts";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import { nextManifest, publish, readArtefact } from "../src";
import { checksum, FakeBucket } from "./fake-bucket";
import { place, release, sha256, uncompressedRelease } from "./release-fixture";

describe("publishing", () => {
  let directory: string;
  let bucket: FakeBucket;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-release-"));
    bucket = new FakeBucket();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Puts an artefact on disk and returns its path. */
  function built(content: string): string {
    const out = join(directory, sha256(content).slice(0, 8));
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "model.tar.gz"), content);
    writeFileSync(join(out, "release.json"), JSON.stringify(release(content)));
    writeFileSync(join(out, "smoke.png"), `picture of ${content}`);
    return join(out, "model.tar.gz");
  }

  function published(artefact: string, more: { keepsPrevious?: boolean } = {}) {
    return publish({
      client: bucket as unknown as S3Client,
      place,
      artefact,
      releasesDirectory: join(directory, "releases"),
      ...more,
    });
  }

  function manifest() {
    const file = join(directory, "releases", "dev.json");
    return releaseManifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  }

  it("uploads under the content's hash, checked by S3, never over another object", async () => {
    const { upload } = await published(built("a"));
    expect(upload).toBe("uploaded");
    expect([...bucket.objects]).toEqual([[releaseKey(sha256("a")), "a"]]);
    expect(bucket.puts).toMatchObject([
      {
        Bucket: "pictor-dev-models-111111111111-eu-central-1",
        IfNoneMatch: "*",
        ChecksumSHA256: checksum("a"),
      },
    ]);
  });

  it("writes the release down with its smoke picture beside the manifest, and leaves no draft", async () => {
    await published(built("a"));
    const file = `dev/${sha256("a").slice(0, 12)}.png`;
    expect(manifest()).toEqual({
      schema: 1,
      live: { ...release("a"), smoke: { file, index: 3 } },
    });
    const releases = join(directory, "releases");
    expect(readFileSync(join(releases, file), "utf8")).toBe("picture of a");
    expect(readdirSync(releases).sort()).toEqual(["dev", "dev.json"]);
  });

  it("refuses a broken manifest by its name, before anything is uploaded", async () => {
    mkdirSync(join(directory, "releases"), { recursive: true });
    writeFileSync(join(directory, "releases", "dev.json"), "{");
    await expect(published(built("a"))).rejects.toThrow(/dev\.json is not JSON/);
    expect(bucket.puts).toEqual([]);
  });

  it("keeps what served before to roll back to", async () => {
    await published(built("a"));
    await published(built("b"));
    expect(manifest()).toMatchObject({
      live: { sha256: sha256("b") },
      previous: { sha256: sha256("a") },
    });
  });

  it("of the same release again finds the object and changes nothing", async () => {
    await published(built("a"));
    await published(built("b"));
    const again = await published(built("b"));
    expect(again).toMatchObject({ upload: "already there", manifestChanged: false });
    expect(manifest().previous?.sha256).toBe(sha256("a"));
  });

  it("into a new account does not promise a release to roll back to", async () => {
    await published(built("a"));
    await published(built("b"), { keepsPrevious: false });
    expect(manifest().previous).toBeUndefined();
  });

  it("is refused where the bucket has another object of that name", async () => {
    bucket.objects.set(releaseKey(sha256("a")), "b");
    await expect(published(built("a"))).rejects.toThrow(
      `has 1 bytes and SHA-256 ${checksum("b")} (base64), the artefact's 1 and ${checksum("a")}`,
    );
    expect(readdirSync(directory)).not.toContain("releases");
  });

  it("is refused where the artefact is not the one that its record describes", () => {
    const artefact = built("a");
    writeFileSync(artefact, "b");
    expect(() => readArtefact(artefact)).toThrow(
      `has 1 bytes and SHA-256 ${sha256("b")}; its release.json says 1 and ${sha256("a")}`,
    );
  });
});

describe("publishing an uncompressed artefact", () => {
  const files = { "code/inference.py": "code", "model.json": "{}", "model.pth": "weights" };
  const wanted = uncompressedRelease(files);
  let directory: string;
  let bucket: FakeBucket;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-release-"));
    bucket = new FakeBucket();
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, "model", path)), { recursive: true });
      writeFileSync(join(directory, "model", path), content);
    }
    writeFileSync(join(directory, "release.json"), JSON.stringify(wanted));
    writeFileSync(join(directory, "smoke.png"), "picture");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const published = () =>
    publish({
      client: bucket as unknown as S3Client,
      place,
      artefact: join(directory, "model"),
      releasesDirectory: join(directory, "releases"),
    });

  it("uploads each file below the list's hash, checked by S3, never over another object", async () => {
    const { upload, release: written } = await published();
    expect(upload).toBe("uploaded");
    expect(written).toMatchObject({ key: `releases/${wanted.sha256}/`, compression: "none" });
    expect(Object.fromEntries(bucket.objects)).toEqual(
      Object.fromEntries(
        Object.entries(files).map(([path, content]) => [`${wanted.key}${path}`, content]),
      ),
    );
    for (const { IfNoneMatch, ChecksumSHA256, Body } of bucket.puts) {
      expect(IfNoneMatch).toBe("*");
      expect(ChecksumSHA256).toBe(checksum(String(Body)));
    }
    expect(bucket.puts).toHaveLength(3);
  });

  it("names it nowhere before its last file is up, and then takes up where it stopped", async () => {
    bucket.failsAt = 2;
    await expect(published()).rejects.toThrow("broken off");
    expect(bucket.objects.size).toBe(1);
    expect(readdirSync(directory)).not.toContain("releases");
    expect(await published()).toMatchObject({ upload: "uploaded", manifestChanged: true });
    expect(bucket.objects.size).toBe(3);
    expect(await published()).toMatchObject({ upload: "already there", manifestChanged: false });
  });

  it("is refused where another file lies under its name", async () => {
    bucket.objects.set(`${wanted.key}model.pth`, "WEIGHTS");
    await expect(published()).rejects.toThrow(/model\.pth has 7 bytes and SHA-256/);
    expect(readdirSync(directory)).not.toContain("releases");
  });

  it("is refused where another object lies beside it, which the container would get, too", async () => {
    bucket.objects.set(`${wanted.key}code/requirements.txt`, "torch");
    await expect(published()).rejects.toThrow(
      `holds 1 objects that are not part of the artefact, such as '${wanted.key}code/requirements.txt'`,
    );
    expect(readdirSync(directory)).not.toContain("releases");
  });

  it.each([
    ["another file", (model: string) => writeFileSync(join(model, "more"), "")],
    ["a changed file", (model: string) => writeFileSync(join(model, "model.json"), "[]")],
    ["a missing file", (model: string) => rmSync(join(model, "code"), { recursive: true })],
  ])("is refused where the directory has %s", (_, change) => {
    change(join(directory, "model"));
    expect(() => readArtefact(join(directory, "model"))).toThrow(
      `its release.json says ${wanted.size} and ${wanted.sha256}`,
    );
  });
});

describe("a release's record", () => {
  it.each([
    ["is not JSON", "{", / is not JSON: /],
    ["is of another form", "{}", /release\.json:\n.*sha256/s],
  ])("that %s is refused by the file's name", (_, text, message) => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-record-"));
    writeFileSync(join(directory, "release.json"), text);
    const read = () => readArtefact(join(directory, "model.tar.gz"));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
    rmSync(directory, { recursive: true });
  });
});

describe("the next manifest", () => {
  it("of a rollback to the previous release swaps the two", () => {
    const manifest = { schema: 1, live: release("b"), previous: release("a") } as const;
    expect(nextManifest(manifest, release("a"))).toEqual({
      schema: 1,
      live: release("a"),
      previous: release("b"),
    });
  });
});
