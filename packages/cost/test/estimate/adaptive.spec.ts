import { shippedTrafficOf, type TrafficInput } from "../../src";
import { controlledRangeTags } from "../../src/resources/controlled";
import { billOf, endpointOf, ref, serverlessOf, usdOf } from "../stack";

const hours = "hours while they pay";
const compute = "compute";

/** Requests of a month at a rate that is the same all the time. */
const at = (rps: number): Partial<TrafficInput> => ({
  requestsPerMonth: rps * 2_628_000,
  imageBytes: 100_000,
  latencyMs: 250,
});

/** A serverless endpoint, and a configuration of which a capacity controller makes another one. */
function adaptiveOf(range: Partial<Parameters<typeof controlledRangeTags>[0]> = {}) {
  const { aws_sagemaker_endpoint, aws_sagemaker_endpoint_configuration } = serverlessOf(4096);
  return {
    aws_sagemaker_endpoint,
    aws_sagemaker_endpoint_configuration: {
      ...aws_sagemaker_endpoint_configuration,
      Live: {
        production_variants: [
          { instance_type: "ml.c5.large", initial_instance_count: 1, volume_size_in_gb: 5 },
        ],
        tags: controlledRangeTags({ min: 1, max: 3, busyHoursPerWeek: 0, ...range }),
      },
      Previous: { production_variants: [{ instance_type: "ml.c5.large" }] },
    },
  };
}

/** A function that a schedule calls each minute, with what it reads and writes. */
const scheduled = {
  aws_lambda_function: {
    Predict: { function_name: "predict", memory_size: 512 },
    Control: { function_name: "control", memory_size: 512, role: ref("aws_iam_role.R.arn") },
  },
  aws_iam_role: { R: { name: "r" } },
  aws_iam_role_policy: {
    P: {
      role: ref("aws_iam_role.R.name"),
      policy: JSON.stringify({ Statement: [{ Action: "cloudwatch:GetMetricData" }] }),
    },
  },
  aws_scheduler_schedule: {
    S: {
      schedule_expression: "rate(1 minute)",
      target: { arn: "arn:aws:lambda:us-east-1:123456789012:function:control" },
    },
  },
  aws_cloudwatch_log_group: {
    Predict: { name: "/aws/lambda/predict", retention_in_days: 30 },
    Control: { name: "/aws/lambda/control", retention_in_days: 30 },
  },
  aws_ssm_parameter: {
    Spec: { name: "/spec", tier: "Advanced" },
    State: { name: "/state", tier: "Standard" },
  },
  aws_cloudwatch_metric_alarm: {
    Heartbeat: {
      namespace: "Pictor",
      metric_name: "Heartbeat",
      dimensions: { service: "control" },
      period: 60,
    },
  },
};

describe("an endpoint that a capacity controller keeps while it pays", () => {
  it("costs nothing below the break-even, and serverless carries everything", () => {
    const bill = billOf(adaptiveOf(), at(1));
    const alone = billOf(serverlessOf(4096), at(1));
    expect(usdOf(bill, hours)).toBe(0);
    expect(bill.usd.min).toBeCloseTo(alone.usd.expected, 6);
    expect(bill.usd.expected).toBeCloseTo(alone.usd.expected, 6);
  });

  it("is there all the time above it, with as many instances as the rate needs", () => {
    const bill = billOf(adaptiveOf(), at(3));
    // 3 requests/s at half of 4 requests/s for an instance: two of them.
    expect(usdOf(bill, hours)).toBeCloseTo(2 * 74.46, 2);
    expect(usdOf(bill, compute)).toBe(0);
    const line = bill.lines.find(({ item }) => item.endsWith(hours));
    expect(line?.arithmetic).toBe("2 × 730 h = 1,460 instance-hour × $0.102 = $148.92");
    expect(line?.assumption).toMatch(/^instances from 1\.\d+ requests\/s on: 168 of 168 h a week$/);
    expect(bill.usd.max).toBeGreaterThan(3 * 74.46);
  });

  it("costs no more than the cheaper of both ways, where both carry the rate", () => {
    for (const rps of [0.1, 0.5, 1, 1.4, 1.5, 1.9, 2.5, 4, 5.5]) {
      const { usd } = billOf(adaptiveOf(), at(rps));
      const serverless = billOf(serverlessOf(4096), at(rps)).usd.expected;
      const variant = { volume_size_in_gb: 5 };
      const instances = billOf(endpointOf("ml.c5.large", 1, 3, variant), at(rps)).usd.expected;
      expect(usd.expected).toBeLessThanOrEqual(Math.max(serverless, instances) + 1e-6);
      if (rps < 2) expect(usd.expected).toBeCloseTo(Math.min(serverless, instances), 4);
      expect(usd.min).toBeLessThanOrEqual(usd.expected);
      expect(usd.expected).toBeLessThanOrEqual(usd.max);
    }
  });

  it("is there from the rate on that serverless does not carry, whatever it costs", () => {
    const traffic = { ...at(1), latencyMs: 6000 };
    // 5 containers of 6 seconds carry 0.83 requests/s.
    expect(usdOf(billOf(adaptiveOf(), traffic), hours)).toBeCloseTo(74.46, 2);
  });

  it("follows the hours of the week, and those that a schedule wants", () => {
    const shape = { kind: "busyHours" as const, fromHour: 8, toHour: 18, share: 0.95 };
    const busy = billOf(adaptiveOf({ max: 1 }), { ...at(0.5), shape });
    expect(usdOf(busy, hours)).toBeCloseTo((74.46 * 50) / 168, 2);
    const quiet = billOf(adaptiveOf({ busyHoursPerWeek: 42 }), at(0.1));
    expect(usdOf(quiet, hours)).toBeCloseTo(74.46 / 4, 2);
    expect(usdOf(quiet, compute)).toBeCloseTo(
      usdOf(billOf(serverlessOf(4096), at(0.1)), compute) * 0.75,
      6,
    );
  });

  it("is counted once, by the live configuration alone", () => {
    const bill = billOf(adaptiveOf(), at(1.8));
    const lines = bill.lines.filter(({ item }) => item.endsWith("hours while they pay"));
    expect(lines.map(({ origin }) => origin.address)).toEqual([
      "aws_sagemaker_endpoint_configuration.Live",
    ]);
    expect(bill.free.map(({ address }) => address)).toContain(
      "aws_sagemaker_endpoint_configuration.Previous",
    );
  });

  it("is named where its serverless endpoint is not in the input", () => {
    const { aws_sagemaker_endpoint: _, ...rest } = adaptiveOf();
    expect(billOf(rest, at(1)).unpriced).toMatchObject([
      { item: "instances", reason: "there is no serverless endpoint beside them" },
    ]);
  });
});

describe("a function that a schedule calls each minute", () => {
  const bill = billOf(scheduled, { requestsPerMonth: 1_000_000, functionMs: 100 });
  const lineOf = (address: string, item: string) =>
    bill.lines.find((line) => line.origin.address === address && line.item === item);

  it("is called 43,800 times a month, and takes no part of the requests", () => {
    expect(lineOf("aws_lambda_function.Control", "invocations")?.quantity.expected).toBe(43_800);
    expect(lineOf("aws_lambda_function.Control", "duration")?.arithmetic).toMatch(
      /^43,800 × 500 ms × 512 MB = 10,950 GB-second/,
    );
    expect(lineOf("aws_lambda_function.Predict", "invocations")?.quantity.expected).toBe(1_000_000);
    expect(lineOf("aws_scheduler_schedule.S", "invocations")?.quantity.expected).toBe(43_800);
  });

  it("asks for metrics, an advanced parameter and a log, all of which cost", () => {
    const usd = (address: string, item: string) => lineOf(address, item)?.usd.expected;
    expect(usd("aws_lambda_function.Control", "metrics read")).toBeCloseTo(0.876, 6);
    expect(usd("aws_ssm_parameter.Spec", "advanced parameter")).toBeCloseTo(0.05, 6);
    expect(usd("aws_ssm_parameter.Spec", "reads")).toBeCloseTo(0.219, 6);
    expect(usd("aws_cloudwatch_log_group.Control", "ingestion")).toBeCloseTo(0.0657, 6);
    expect(usd("aws_cloudwatch_log_group.Predict", "ingestion")).toBeCloseTo(1, 6);
    expect(bill.lines.filter(({ origin }) => origin.address.endsWith(".State"))).toEqual([]);
    expect(lineOf("aws_lambda_function.Predict", "metrics read")).toBeUndefined();
  });

  it("publishes its metrics also while nobody calls", () => {
    const idle = billOf(scheduled, shippedTrafficOf("idle"));
    expect(usdOf(idle, "custom metric")).toBeCloseTo(0.3, 6);
  });
});
