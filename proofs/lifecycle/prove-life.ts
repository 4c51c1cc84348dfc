import type { ReleaseManifest } from "@pictor/contracts";
import type { Environment } from "@pictor/image-classifier";
import { Life, type Planned } from "./life";

/** A change of a service, and exactly what Terraform is to do for it. */
interface Step {
  readonly what: string;
  /** The environment from now on. @default - as before */
  readonly environment?: Environment;
  /** What of the release is another one. @default - nothing */
  readonly release?: Partial<ReleaseManifest["live"]>;
  readonly plan: Planned;
  /** Whether it is only planned: the local AWS has no model server for it. */
  readonly onlyPlanned?: true;
}

/** A change that Terraform has to refuse, and by which words. */
interface Refusal {
  readonly what: string;
  readonly environment: Environment;
  readonly says: RegExp;
}

/** What a life is proved with. */
interface LifeProof {
  readonly environment: Environment;
  /** Plan of a release, which is the second deployment. */
  readonly release: Planned;
  readonly steps: readonly Step[];
  readonly refusals?: readonly Refusal[];
}

/**
 * How long a release may take to answer after its deployment. A capacity controller moves the endpoints only then; without
 * one Terraform has waited for them.
 */
const releaseSeconds = { adaptive: 120, realTime: 0, serverless: 0 } as const;

/** Proves the life of a service: each deployment does what was expected, and leaves nothing to do. */
export function proveLife({ environment, release, steps, refusals = [] }: LifeProof): void {
  const { kind } = environment.capacity;
  describe(`${environment.name}, a service of ${kind} capacity`, () => {
    let life: Life;
    beforeAll(async () => {
      life = await Life.begin(environment);
    });
    afterAll(() => life?.stop());

    /** Applies the plan that was made last: the next plan of the same is empty. */
    async function deploys(manifest: ReleaseManifest, wanted = environment): Promise<void> {
      life.apply();
      expect(life.plan(manifest, wanted)).toEqual({});
      const { sha256 } = manifest.live;
      expect(await life.answers(sha256, releaseSeconds[kind])).toBe(sha256);
    }

    it("is created, with nothing left to do", async () => {
      const manifest = life.manifest("robin");
      const plan = life.plan(manifest);
      expect([...new Set(Object.values(plan))]).toEqual(["create"]);
      expect(Object.keys(plan).length).toBeGreaterThan(50);
      await deploys(manifest);
    });

    it("gets a release: the models of both, and the endpoint changed in place", async () => {
      const manifest = life.manifest("wren", "robin");
      expect(life.plan(manifest)).toEqual(release);
      await deploys(manifest);
    });

    it.each(steps)("gets $what", async (step) => {
      const manifest = life.manifest("wren", "robin", step.release);
      expect(life.plan(manifest, step.environment)).toEqual(step.plan);
      if (!step.onlyPlanned) await deploys(manifest, step.environment);
    });

    for (const { what, environment: wanted, says } of refusals) {
      it(`is refused ${what}`, () => {
        expect(() => life.plan(life.manifest("wren", "robin"), wanted)).toThrow(says);
      });
    }

    it("is destroyed, and nothing is left but the data", async () => {
      expect(await life.destroy()).toEqual({});
      expect(life.data()).toEqual(
        expect.arrayContaining(["aws_kms_key.Key", "aws_s3_bucket.Models_Bucket"]),
      );
    });
  });
}
