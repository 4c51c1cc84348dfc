import type { TerraformProgress } from "@pictor/terraform";

/**
 * What the AWS provider still watches for a minute after AWS took it, and no other resource needs.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/s3/bucket_lifecycle_configuration.go
 */
const watchedForLong: ReadonlySet<string> = new Set(["aws_s3_bucket_lifecycle_configuration"]);

/** Whether all that an apply still waits for is what nobody else needs: what comes next can begin. */
export function isSettling({ done, total, active }: TerraformProgress): boolean {
  if (total === undefined || active.length === 0 || done + active.length < total) return false;
  return active.every((address) => watchedForLong.has(typeOf(address)));
}

/** Type in an address: `aws_s3_bucket` of `module.a["x"].aws_s3_bucket.it[0]`. */
function typeOf(address: string): string {
  const words = address.replaceAll(/\[[^\]]*\]/g, "").split(".");
  return words.at(-2) ?? "";
}

/** Work on which the next can build before it has ended. */
export interface Settling<T> {
  /** Fulfilled as soon as others can build on the work, at the latest with its end. Fails as the work does. */
  readonly usable: Promise<void>;
  readonly ended: Promise<T>;
}

/** Begins work that says itself when others can build on it. */
export function beginSettling<T>(work: (onUsable: () => void) => Promise<T>): Settling<T> {
  let onUsable = (): void => undefined;
  const said = new Promise<void>((resolve) => {
    onUsable = resolve;
  });
  const ended = work(onUsable);
  return { usable: Promise.race([said, ended.then(() => undefined)]), ended };
}
