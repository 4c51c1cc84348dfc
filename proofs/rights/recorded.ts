import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { names, type Place } from "@pictor/contracts";
import { manifestOf, overlaps, type PolicyDocument, permissionFor } from "@pictor/testing";
import { LocalAws } from "../shared/local-aws";
import { smallArtefact } from "../shared/small-artefact";

/** One call that the local AWS recorded. */
interface Call {
  readonly service: string;
  readonly operation: string;
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly policy: string } }[];
  }[];
}

/** Everybody may ask who they are; AWS checks no permission. */
const free = ["sts:GetCallerIdentity"];

/** An environment on a local AWS, and what Terraform asks of it step by step. */
export class Recorded {
  private readonly stackNames: readonly string[];

  private constructor(
    private readonly place: Place,
    private readonly aws: LocalAws,
    private readonly directory: string,
  ) {
    const { data, service, jobs } = names(place).stacks;
    this.stackNames = [data, service, jobs];
  }

  /** Starts the local AWS, applies the account's stack and publishes a release. */
  public static async start(place: Place): Promise<Recorded> {
    const directory = mkdtempSync(join(tmpdir(), "pictor-rights-"));
    const aws = await LocalAws.start(place, directory);
    await aws.applyAccount();
    const releases = join(directory, "releases");
    mkdirSync(releases);
    const manifest = JSON.stringify(manifestOf("a"));
    writeFileSync(join(releases, `${place.environment}.json`), manifest);
    aws.synthesiseService(releases);
    return new Recorded(place, aws, directory);
  }

  /** Permissions of what Terraform calls while it applies every stack; the artefact is published between data and service. */
  public async apply(): Promise<readonly string[]> {
    const [data = "", ...others] = this.stackNames;
    const first = await this.permissionsOf(() => this.applyStack(data));
    await this.publish();
    const rest = await this.permissionsOf(async () => {
      for (const stack of others) await this.applyStack(stack);
    });
    return [...new Set([...first, ...rest])];
  }

  /** Permissions of a plan of every stack, which finds nothing to change. */
  public plan(): Promise<readonly string[]> {
    return this.permissionsOf(async () => {
      for (const stack of this.stackNames) {
        if (this.aws.plan(stack) !== undefined) throw new Error(`${stack} has changes`);
      }
    });
  }

  /** Permissions of the destruction of service and jobs; the data holds an object, which only an administrator deletes. */
  public destroy(): Promise<readonly string[]> {
    const [, ...others] = this.stackNames;
    return this.permissionsOf(async () => {
      for (const stack of [...others].reverse()) await this.aws.terraform(stack).destroy();
    });
  }

  /** Every entry that a role's policies allow, as they were applied: `s3:GetBucket*`. */
  public allowedTo(kind: "Deploy" | "Plan"): readonly string[] {
    const { environment } = this.place;
    const title = `${environment[0]?.toUpperCase()}${environment.slice(1)}`;
    const { resources } = JSON.parse(this.aws.run("account", "state", "pull")) as State;
    return resources
      .filter(({ type, name }) => type === "aws_iam_policy" && name.startsWith(`${kind}${title}_`))
      .flatMap(({ instances }) => {
        const text = instances[0]?.attributes.policy ?? "{}";
        return (JSON.parse(text) as PolicyDocument).Statement;
      })
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => [Action].flat().map(String));
  }

  public async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async applyStack(stack: string): Promise<void> {
    const terraform = this.aws.terraform(stack);
    await terraform.init();
    await terraform.apply();
  }

  private async publish(): Promise<void> {
    const { bytes } = smallArtefact(this.directory, "robin");
    const client = new S3Client({ ...this.aws.client, forcePathStyle: true });
    const Bucket = names(this.place).modelBucket;
    await client.send(new PutObjectCommand({ Bucket, Key: manifestOf("a").live.key, Body: bytes }));
  }

  private async permissionsOf(step: () => Promise<void>): Promise<readonly string[]> {
    const before = (await this.calls()).length;
    await step();
    const made = (await this.calls()).slice(before);
    const permissions = made.map(({ service, operation }) =>
      permissionFor(`${service}:${operation}`),
    );
    return [...new Set(permissions)].filter((permission) => !free.includes(permission)).sort();
  }

  private async calls(): Promise<readonly Call[]> {
    const { calls, notUnderstood } = await this.aws.look<{
      calls: readonly Call[];
      notUnderstood: readonly string[];
    }>("requests");
    if (notUnderstood.length > 0) throw new Error(notUnderstood.join("\n"));
    return calls;
  }
}

/** The permissions that no entry allows. */
export function refused(permissions: readonly string[], entries: readonly string[]) {
  return permissions.filter(
    (permission) =>
      !entries.some((entry) => overlaps(permission.toLowerCase(), entry.toLowerCase())),
  );
}
