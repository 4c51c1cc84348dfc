import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { names, type Place } from "@pictor/contracts";
import { environments } from "@pictor/image-classifier";
import { askAsRoot } from "./aws-cli";
import { classify, keyNamed } from "./caller";
import { commitAll, run } from "./fresh-clone";
import { GuardedAws } from "./guarded-aws";
import { widenDeployRole, writeProfiles } from "./operator";
import { Walk } from "./walk";

const place = placeOf("prod");
const { deployRole, endpoints, keyAlias, modelBucket, stateBucket } = names(place);

function placeOf(environment: string): Place {
  const found = environments.find(({ name }) => name === environment);
  if (found === undefined) throw new Error(`there is no environment '${environment}'`);
  return { environment, accountId: found.accountId, region: found.region };
}

describe("docs/operations.md, walked in a fresh clone", () => {
  let walk: Walk;
  let aws: GuardedAws;

  const root = <Answer>(...args: readonly string[]) => askAsRoot(aws.root, ...args) as Answer;
  const answers = async (name = "pictor-prod") =>
    classify(aws.root, keyNamed(aws.root, name) ?? "");
  const instances = () =>
    root<{ ProductionVariants: readonly { DesiredInstanceCount: number }[] }>(
      ...["sagemaker", "describe-endpoint", "--endpoint-name", endpoints.realTime],
    ).ProductionVariants[0]?.DesiredInstanceCount;
  const bounds = () => {
    const { ScalableTargets } = root<{
      ScalableTargets: readonly { MinCapacity: number; MaxCapacity: number }[];
    }>(
      ...["application-autoscaling", "describe-scalable-targets"],
      ...["--service-namespace", "sagemaker"],
    );
    return ScalableTargets.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity]);
  };

  beforeAll(async () => {
    walk = new Walk();
    walk.prepareArtefacts();
    aws = await GuardedAws.start(place, join(walk.directory, "prod"));
    await walk.reach(aws);
    await writeProfiles(aws, place, walk.configFile);
  });
  afterAll(async () => {
    walk?.stop();
    await aws?.stop();
  });

  describe("First deployment", () => {
    it("sets the account up", async () => {
      await walk.next("First deployment");
      await widenDeployRole(aws, place);
    });

    it("deploys the data and publishes a release as the deploy role", async () => {
      await walk.next("First deployment");
      expect(await walk.next("First deployment")).toMatch(/✗ service role[\s\S]*✓ service role/);
    });

    it("deploys a service that answers", async () => {
      await walk.next("First deployment");
      await walk.next("First deployment");
      // No name server knows the API of a local AWS: its address leads to loopback.
      await walk.type(
        `URL=$(sed 's|.*//\\([a-z0-9]*\\)[.].*|${aws.url}/_aws/execute-api/\\1/v1|' <<< "$URL")`,
      );
      expect(await walk.next("First deployment")).toContain('"robin"');
    });

    it("writes a new environment, and forgets it", async () => {
      const file = join(walk.clone, "apps/image-classifier/environments/trial.ts");
      await walk.next("A new environment");
      expect(readFileSync(file, "utf8")).toContain(`accountId: "${place.accountId}"`);
      await walk.next("A new environment");
      expect(existsSync(file)).toBe(false);
    });
  });

  describe("A new release, and back", () => {
    it("serves the next release", async () => {
      await walk.next("A new release, and back");
      expect(await answers()).toEqual({ status: 200, label: "wren" });
    });

    it("serves the previous one again", async () => {
      await walk.next("A new release, and back");
      expect(await answers()).toEqual({ status: 200, label: "robin" });
    });
  });

  describe("Scale for an event", () => {
    it("has three instances at least, and the bounds of before afterwards", async () => {
      await walk.next("Scale for an event");
      expect(instances()).toBeGreaterThanOrEqual(3);
      expect(bounds()).toEqual([[3, 4]]);
      await walk.next("Scale for an event");
      expect(bounds()).toEqual([[2, 4]]);
    });
  });

  describe("Rotate and revoke an API key", () => {
    const section = "Rotate and revoke an API key";
    let shared: string;
    let old: string;

    it("gives a caller its own key, and takes the shared one away", async () => {
      shared = keyNamed(aws.root, "pictor-prod") ?? "";
      const output = await walk.next(section);
      old = keyNamed(aws.root, "pictor-prod-shop-2026") ?? "";
      expect(output).toContain(old);
      expect(await classify(aws.root, old)).toEqual({ status: 200, label: "robin" });
      expect(await classify(aws.root, shared)).toEqual({ status: 403 });
    });

    it("rotates it: both keys are valid", async () => {
      await walk.next(section);
      expect(await classify(aws.root, old)).toMatchObject({ status: 200 });
      expect(await answers("pictor-prod-shop-2027")).toMatchObject({ status: 200 });
    });

    it("revokes the old one at once, and deletes it by a deployment", async () => {
      await walk.next(section);
      expect(await classify(aws.root, old)).toEqual({ status: 403 });
      await walk.next(section);
      expect(keyNamed(aws.root, "pictor-prod-shop-2026")).toBeUndefined();
      expect(await classify(aws.root, old)).toEqual({ status: 403 });
      expect(await answers("pictor-prod-shop-2027")).toMatchObject({ status: 200 });
    });
  });

  it("Rotate the encryption key: what it encrypted stays readable", async () => {
    expect(await walk.next("Rotate the encryption key")).toContain("ON_DEMAND");
    const { key } = liveRelease();
    const object = ["--bucket", modelBucket, "--key", key, join(walk.directory, "artefact")];
    root("s3api", "get-object", ...object);
    expect(await answers("pictor-prod-shop-2027")).toMatchObject({ status: 200 });
  });

  describe("Restore what was lost", () => {
    it("a model version that was deleted is back, and only the deploy role writes", async () => {
      const { key } = liveRelease();
      root("s3api", "delete-object", "--bucket", modelBucket, "--key", key);
      expect(await walk.next("A model version")).toMatch(/✓ artefact +live/);
      const { Policy } = root<{ Policy: string }>(
        ...["s3api", "get-bucket-policy", "--bucket", modelBucket],
      );
      expect(Policy).toContain("OnlyDeployRoleWrites");
    });

    it("a state that was overwritten is back, and nothing differs from it", async () => {
      const file = join(walk.directory, "damaged.tfstate");
      writeFileSync(file, "{}");
      const state = ["--bucket", stateBucket, "--key", "prod.tfstate"];
      root("s3api", "put-object", ...state, "--body", file);
      await walk.next("A state version");
      const { ContentLength } = root<{ ContentLength: number }>("s3api", "head-object", ...state);
      expect(ContentLength).toBeGreaterThan(100_000);
    });
  });

  it("Who may publish: an administrator may not", async () => {
    const lead = await walk.next("Who may publish");
    expect(lead).toContain("AWSReservedSSO_PictorDeploy_");
    expect(lead).toContain("with an explicit deny in a resource-based policy");
    expect(lead).toContain("refused, as it should be");
    expect(await walk.next("Who may publish")).toContain("olga");
  });

  it("Cost control: the bill is shown, and autoscaling stopped", async () => {
    expect(await walk.next("Cost control")).toMatch(/^pictor-prod\S*\s+\d/m);
    await walk.next("Cost control");
    expect(bounds()).toEqual([[2, 2]]);
  });

  it("Upgrade Pictor: the next version runs beside the operator's own commits", async () => {
    const upstream = join(walk.directory, "upstream");
    run(walk.directory, "git", "clone", "--quiet", walk.clone, upstream);
    const first = run(upstream, "git", "rev-list", "--max-parents=0", "HEAD").trim();
    run(upstream, "git", "reset", "--quiet", "--hard", first);
    const source = join(upstream, "apps/image-classifier/src/data-stack.ts");
    const text = readFileSync(source, "utf8");
    writeFileSync(source, text.replace("`Pictor, environment ", "`Pictor, upgraded, environment "));
    commitAll(upstream, "Describe the key");
    run(walk.clone, "git", "remote", "add", "upstream", upstream);
    await walk.next("Upgrade Pictor");
    const { KeyMetadata } = root<{ KeyMetadata: { Description: string } }>(
      ...["kms", "describe-key", "--key-id", keyAlias],
    );
    expect(KeyMetadata.Description).toBe("Pictor, upgraded, environment prod");
    // What was done by hand is taken back.
    expect(bounds()).toEqual([[2, 4]]);
    expect(await answers("pictor-prod-shop-2027")).toEqual({ status: 200, label: "robin" });
  });

  it("Break glass: an administrator releases, is recorded, and may not do it again", async () => {
    await walk.next("Break glass");
    expect(await answers("pictor-prod-shop-2027")).toEqual({ status: 200, label: "wren" });
    expect(await walk.next("Break glass")).toMatch(/s3\.amazonaws\.com\s+PutObject/);
    const { Role } = root<{ Role: { AssumeRolePolicyDocument: object } }>(
      ...["iam", "get-role", "--role-name", deployRole],
    );
    expect(JSON.stringify(Role.AssumeRolePolicyDocument)).toContain("AWSReservedSSO_PictorDeploy_");
  });

  it("Tear down: nothing of the environment is left but its key, which waits for its end", async () => {
    await walk.next("Tear down");
    await walk.next("Tear down");
    const left = await aws.control.look<Record<string, readonly string[]>>("resources");
    const own = Object.entries(left).flatMap(([kind, ids]) =>
      ids.filter((id) => isOwn(id)).map((id) => `${kind} ${id}`),
    );
    expect(own).toEqual([]);
  });

  it("Review in CI: the workflow is one that can be copied", async () => {
    await walk.next("Review in CI");
    expect(existsSync(join(walk.clone, ".github/workflows/deploy.yml"))).toBe(true);
  });

  it("A deployment that was killed: the tests of `pictor recover` kill one", () => {
    const [recover] = walk.leave("A deployment that was killed");
    expect(recover).toContain("pictor -- recover");
  });

  describe("Jobs, in an account of their own", () => {
    const section = "Jobs: batches and training";
    const dev = placeOf("dev");
    let other: GuardedAws;

    beforeAll(async () => {
      other = await GuardedAws.start(dev, join(walk.directory, "dev"));
      await walk.reach(other);
      await writeProfiles(other, dev, walk.configFile);
    });
    afterAll(() => other?.stop());

    it("classifies a directory of pictures", async () => {
      await walk.next(section);
      await widenDeployRole(other, dev);
      await walk.next(section);
      const results = readFileSync(join(walk.clone, "monday.jsonl"), "utf8").trim().split("\n");
      expect(results).toHaveLength(2);
    });

    it("leaves the training to the suite that installs its toolkit", () => {
      const [training] = walk.leave(section);
      expect(training).toContain("pictor -- train");
      expect(existsSync(join(__dirname, "..", "training", "training.spec.ts"))).toBe(true);
    });

    it("restores a prefix that was deleted", async () => {
      const { payloadBucket } = names(dev);
      const prefix = `s3://${payloadBucket}/batch/monday/`;
      const asRoot = (...args: readonly string[]) => askAsRoot(other.root, "s3", ...args);
      asRoot("cp", join(walk.clone, "pictures"), prefix, "--recursive", "--quiet");
      asRoot("rm", prefix, "--recursive", "--quiet");
      const listed = await walk.next("Restore a prefix of payloads");
      expect(listed).toMatch(/batch\/monday\/first\.png[\s\S]*batch\/monday\/second\.png/);
    });
  });

  it("leaves no command out, and types each in its place", () => {
    expect([walk.untyped, walk.passedOver]).toEqual([[], []]);
  });

  /** The account's stack makes the deploy role, the plan role and the boundaries: they stay. */
  const isOwn = (id: string) =>
    id.includes("pictor-prod") && !/-(deploy|plan|workloads|jobs)(-[a-z-]+)?$/.test(id);

  const liveRelease = (): { readonly key: string } =>
    JSON.parse(readFileSync(join(walk.clone, "apps/image-classifier/releases/prod.json"), "utf8"))
      .live;
});
