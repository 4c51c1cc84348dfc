import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  HeadObjectCommand,
  type PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { releaseKey, releaseManifestSchema } from "@pictor/contracts";
import { UserError } from "@pictor/local";
import { nextManifest, publish, readArtefact } from "../src";
import { place, release, sha256 } from "./release-fixture";

/** A bucket that holds sizes by key, as strict as S3 with `If-None-Match: *` and a checksum. */
class Bucket {
  public readonly objects = new Map<string, number>();
  public readonly puts: PutObjectCommandInput[] = [];

  public send(command: PutObjectCommand | HeadObjectCommand) {
    const Key = command.input.Key ?? "";
    if (command instanceof HeadObjectCommand) {
      return Promise.resolve({ ContentLength: this.objects.get(Key) });
    }
    this.puts.push(command.input);
    if (this.objects.has(Key)) {
      return Promise.reject(Object.assign(new Error("412"), { name: "PreconditionFailed" }));
    }
    this.objects.set(Key, (command.input.Body as Buffer).length);
    return Promise.resolve({});
  }
}

describe("publishing", () => {
  let directory: string;
  let bucket: Bucket;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-release-"));
    bucket = new Bucket();
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
    expect([...bucket.objects]).toEqual([[releaseKey(sha256("a")), 1]]);
    expect(bucket.puts).toMatchObject([
      {
        Bucket: "pictor-dev-models-111111111111-eu-central-1",
        IfNoneMatch: "*",
        ChecksumSHA256: createHash("sha256").update("a").digest("base64"),
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
    bucket.objects.set(releaseKey(sha256("a")), 999);
    await expect(published(built("a"))).rejects.toThrow(
      "has 999 bytes, the artefact of that hash 1",
    );
  });

  it("is refused where the artefact is not the one that its record describes", () => {
    const artefact = built("a");
    writeFileSync(artefact, "b");
    expect(() => readArtefact(artefact)).toThrow(
      `has 1 bytes and SHA-256 ${sha256("b")}; its release.json says 1 and ${sha256("a")}`,
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
