import type { DeployedService } from "../deployed/deployed-service";

/** Errors by which a service throttles, where they are not `ThrottlingException` with 400. */
const throttling: readonly {
  readonly service: string;
  readonly code: string;
  readonly status: number;
}[] = [
  { service: "ec2", code: "RequestLimitExceeded", status: 503 },
  { service: "s3", code: "SlowDown", status: 503 },
  { service: "lambda", code: "TooManyRequestsException", status: 429 },
  { service: "apigateway", code: "TooManyRequestsException", status: 429 },
  { service: "iam", code: "Throttling", status: 400 },
  { service: "cloudwatch", code: "Throttling", status: 400 },
  { service: "sns", code: "Throttling", status: 400 },
];

/** Lets 5 % of all requests fail or be late, the same ones of the same sequence for the same seed. */
export async function beginFaults({ hand }: DeployedService, seed: number): Promise<void> {
  const share = 0.0125;
  const every = { service: "*", share };
  await endFaults({ hand });
  const rules = [
    ...throttling.map((row) => ({ ...row, kind: "error", share })),
    { ...every, kind: "error", status: 500, code: "InternalFailure" },
    { ...every, kind: "reset" },
    { ...every, kind: "latency", seconds: 3 },
    { ...every, kind: "throttling" },
  ];
  for (const [index, rule] of rules.entries()) {
    await hand.change("faults", { ...rule, seed: seed * 100 + index });
  }
}

/** Lets every request be answered again. */
export async function endFaults({ hand }: Pick<DeployedService, "hand">): Promise<void> {
  await hand.change("faults", {}, "DELETE");
}
