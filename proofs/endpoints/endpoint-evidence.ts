import type { LocalAws } from "../shared/local-aws";

interface Requests {
  readonly calls: readonly { readonly service: string; readonly operation: string }[];
}

async function operations(aws: LocalAws): Promise<readonly string[]> {
  const { calls } = await aws.look<Requests>("requests");
  return calls.map(({ operation }) => operation);
}

/** A function that returns the operations that were asked for since now, in their order. */
export async function operationsSince(aws: LocalAws): Promise<() => Promise<readonly string[]>> {
  const { length } = await operations(aws);
  return async () => (await operations(aws)).slice(length);
}

interface Report {
  readonly operations: Readonly<Record<string, number>>;
  readonly findings: readonly { readonly service: string }[];
  readonly notUnderstood: readonly string[];
}

/** Services whose requests an endpoint's life is made of. */
const services = ["sagemaker", "application-autoscaling", "iam"];

/** What requests to those services were that AWS's own models do not allow, or that nobody understood. */
export async function violations(aws: LocalAws): Promise<readonly unknown[]> {
  const report = await aws.look<Report>("violations");
  const asked = Object.keys(report.operations).map((name) => name.split(".")[0] ?? "");
  const silent = services.filter((service) => !asked.includes(service));
  return [
    ...silent.map((service) => `nothing was asked of ${service}`),
    ...report.findings.filter(({ service }) => services.includes(service)),
    ...report.notUnderstood,
  ];
}

/**
 * Makes an alarm ring, again and again, since the local AWS's own evaluation would silence it: it has no data.
 *
 * @returns a function that lets it be
 */
export async function ringing(aws: LocalAws, alarmName: string): Promise<() => Promise<void>> {
  const set = (state: "ALARM" | "OK") =>
    aws.query("monitoring", {
      Action: "SetAlarmState",
      Version: "2010-08-01",
      AlarmName: alarmName,
      StateValue: state,
      StateReason: "a test",
    });
  await set("ALARM");
  const timer = setInterval(() => void set("ALARM"), 200);
  return async () => {
    clearInterval(timer);
    await set("OK");
  };
}
