import type { ServiceQuota } from "@aws-sdk/client-service-quotas";
import type { Place, ReleaseManifest } from "@pictor/contracts";
import type { Finding } from "../finding";
import type { Needs } from "./needs";

/** What the checks of one preflight compare. */
export interface PreflightContext {
  readonly place: Place;
  readonly needs: Needs;
  readonly manifest: ReleaseManifest;
  /** SageMaker's quotas of the account; listed once, when they are first asked for. */
  readonly sagemakerQuotas: () => Promise<readonly ServiceQuota[]>;
}

/** What a check found, before its name is on it. */
export type Verdict = Omit<Finding, "check">;

/** One thing that a first deployment may trip over. */
export interface PreflightCheck {
  /** One or two words; stands before each of its findings. */
  readonly name: string;
  /** What whoever runs it must be allowed, as IAM has it. */
  readonly permission: string;
  /** Whether the stack asks for what is checked. */
  readonly needed: (context: PreflightContext) => boolean;
  readonly run: (context: PreflightContext) => Promise<readonly Verdict[]>;
}

/**
 * Runs the checks that are needed, all at once. The findings are in the order of the checks. A check that AWS refuses to
 * whoever runs it is unknown, and names the permission: the others are worth their answers all the same.
 */
export async function runChecks(
  checks: readonly PreflightCheck[],
  context: PreflightContext,
): Promise<Finding[]> {
  const findings = await Promise.all(
    checks
      .filter(({ needed }) => needed(context))
      .map(async (check) =>
        (await unlessRefused(check, context)).map((verdict) => ({ check: check.name, ...verdict })),
      ),
  );
  return findings.flat();
}

async function unlessRefused(
  { permission, run }: PreflightCheck,
  context: PreflightContext,
): Promise<readonly Verdict[]> {
  try {
    return await run(context);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { message } = error as Error;
    const text = `not checked: your credentials lack the permission '${permission}': ${message}`;
    return [{ status: "unknown", text }];
  }
}

/** Names by which services refuse for want of a permission. A key that is wrong or has expired has other names. */
const refusals = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|Forbidden)$/;

/** Whether AWS refused for want of a permission. An answer to HEAD has no body, so its error has no name. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return (
    refusals.test(error.name) || (error.name === "Unknown" && $metadata?.httpStatusCode === 403)
  );
}
