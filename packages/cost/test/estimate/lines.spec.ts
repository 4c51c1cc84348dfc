import { billOf, endpointOf, ref, serverlessOf, usdOf } from "../stack";

/** Requests of a month at 1,000 a second. */
const sustained = { requestsPerMonth: 2_628_000_000, answerBytes: 0 };

describe("1,000 requests a second, sustained for a month", () => {
  it.each([
    ["REST API", { aws_api_gateway_rest_api: { A: {} } }, "requests", 6907.74],
    ["HTTP API", { aws_apigatewayv2_api: { A: { protocol_type: "HTTP" } } }, "requests", 2395.2],
    ["invocations", { aws_lambda_function: { F: { memory_size: 256 } } }, "invocations", 525.6],
    [
      "x86 at 256 MB and 150 ms",
      { aws_lambda_function: { F: { memory_size: 256 } } },
      "duration",
      1642.5,
    ],
    [
      "arm at 256 MB and 150 ms",
      { aws_lambda_function: { F: { memory_size: 256, architectures: ["arm64"] } } },
      "duration",
      1314,
    ],
    ["pictures into the endpoint", endpointOf("ml.m5.xlarge"), "data in", 4204.8],
    [
      "pictures through the interface endpoint",
      {
        aws_vpc_endpoint: {
          V: {
            vpc_endpoint_type: "Interface",
            service_name: "com.amazonaws.us-east-1.sagemaker.runtime",
            subnet_ids: ["a", "b"],
          },
        },
      },
      "data",
      2628,
    ],
    ["a firewall", { aws_wafv2_web_acl: { W: { rule: [] } } }, "requests", 1576.8],
    ["1 KB of log", { aws_cloudwatch_log_group: { L: {} } }, "ingestion", 1314],
  ])("%s", (_, resources, item, usd) => {
    const bill = billOf(resources, {
      ...sustained,
      imageBytes: 100_000,
      functionMs: 150,
      logBytesPerRequest: 1000,
    });
    expect(usdOf(bill, item)).toBeCloseTo(usd, 1);
  });
});

describe("captured requests", () => {
  const capture = { enable_capture: true, initial_sampling_percentage: 10 };
  const withCapture = (more: object) => {
    const stack = endpointOf("ml.m5.xlarge");
    const { C } = stack.aws_sagemaker_endpoint_configuration;
    return {
      ...stack,
      aws_sagemaker_endpoint_configuration: {
        C: { ...C, data_capture_config: [{ ...capture, ...more }] },
      },
    };
  };
  const traffic = { requestsPerMonth: 1_000_000, imageBytes: 90_000, answerBytes: 1000 };

  it("cost the storage of their share, with pictures as base64, for a month", () => {
    // 100,000 of 121,000 bytes are 12.1 GB, at 0.023 USD.
    expect(usdOf(billOf(withCapture({}), traffic), "captured")).toBeCloseTo(0.2783, 4);
  });

  it.each([
    ["that is switched off", withCapture({ enable_capture: false })],
    ["that is not there", endpointOf("ml.m5.xlarge")],
  ])("have no line for a capture %s", (_, stack) => {
    expect(billOf(stack, traffic).lines.map(({ item }) => item)).not.toContain("captured requests");
  });
});

describe("an endpoint on instances", () => {
  it("costs its instances around the clock, and shows how", () => {
    const bill = billOf(endpointOf("ml.m5.xlarge", 2));
    expect(usdOf(bill, "hours")).toBeCloseTo(335.8, 2);
    expect(bill.lines[0]?.arithmetic).toBe("2 × 730 h = 1,460 instance-hour × $0.23 = $335.80");
  });

  it("costs from the fewest to the most instances of autoscaling, by traffic in between", () => {
    const quiet = billOf(endpointOf("ml.m5.xlarge", 2, 4), { requestsPerMonth: 1000 });
    expect(quiet.lines[0]?.usd).toEqual({
      min: expect.closeTo(335.8),
      expected: expect.closeTo(335.8),
      max: expect.closeTo(671.6),
    });
    // 2 cores at 4 a second each, half of it used: 10/s take three instances.
    const busy = billOf(endpointOf("ml.m5.xlarge", 2, 4), { requestsPerMonth: 10 * 2_628_000 });
    expect(busy.lines[0]?.usd.expected).toBeCloseTo(3 * 167.9);
    expect(busy.lines[0]?.flags).toEqual(["assumption"]);
  });

  it("follows the week: busy hours take more instances than quiet ones", () => {
    const shape = { kind: "busyHours", fromHour: 8, toHour: 18, share: 1 } as const;
    const bill = billOf(endpointOf("ml.m5.xlarge", 1, 4), {
      requestsPerMonth: 2 * 2_628_000,
      shape,
    });
    // All requests in 50 of 168 hours: 6.72/s take two instances there.
    expect(bill.lines[0]?.quantity.expected).toBeCloseTo(730 * (1 + 50 / 168));
  });

  it("takes the throughput that was measured on AWS, and no other", () => {
    const row = { target: "ml.m5.xlarge", rps: 40, p50Ms: 25, p99Ms: 60, date: "2026-11-01" };
    const traffic = { requestsPerMonth: 10 * 2_628_000 };
    const with_ = (on: "aws" | "local") =>
      billOf(endpointOf("ml.m5.xlarge", 1, 4), traffic, {
        release: { format: "int8", calibration: [{ ...row, on }] },
      }).lines[0];
    expect(with_("aws")).toMatchObject({ quantity: { expected: 730 }, flags: [] });
    expect(with_("local")?.flags).toEqual(["assumption"]);
  });

  it("names its volume unpriced where its size is SageMaker's choice, and prices one that is set", () => {
    expect(billOf(endpointOf("ml.c5.large")).unpriced).toMatchObject([
      { item: "instance volumes" },
    ]);
    const sized = billOf(endpointOf("ml.c5.large", 2, 2, { volume_size_in_gb: 5 }));
    expect(usdOf(sized, "volumes")).toBeCloseTo(1.4);
    expect(billOf(endpointOf("ml.g4dn.xlarge")).unpriced).toEqual([]);
  });

  it("is unpriced without its configuration, and a configuration alone is free", () => {
    const { aws_sagemaker_endpoint, aws_sagemaker_endpoint_configuration } =
      endpointOf("ml.c5.large");
    expect(billOf({ aws_sagemaker_endpoint })).toMatchObject({
      lines: [],
      unpriced: [{ reason: "its endpoint configuration is not in the input" }],
    });
    const alone = billOf({ aws_sagemaker_endpoint_configuration });
    expect(alone).toMatchObject({ lines: [], unpriced: [], free: [{}] });
  });
});

describe("a serverless endpoint", () => {
  it("costs latency × memory of what is asked, and nothing idle", () => {
    const bill = billOf(serverlessOf(4096), { requestsPerMonth: 1e6, latencyMs: 200 });
    expect(usdOf(bill, "compute")).toBeCloseTo(16, 6);
    expect(billOf(serverlessOf(4096)).usd.expected).toBe(0);
  });

  it("marks a latency that nobody measured", () => {
    expect(billOf(serverlessOf(2048), { requestsPerMonth: 10 }).lines[0]).toMatchObject({
      flags: ["assumption"],
      assumption: "250 ms for a picture: this release was not measured on serverless-2048",
    });
  });

  it("with provisioned concurrency costs while it waits", () => {
    const bill = billOf(serverlessOf(2048, { provisioned_concurrency: 2 }));
    expect(usdOf(bill, "provisioned")).toBeCloseTo(2 * 2 * 2_628_000 * 0.000005, 6);
  });
});

describe("alarms", () => {
  const alarm = (values: object) => ({ aws_cloudwatch_metric_alarm: { A: values as never } });
  const metric = (period = 60) => ({ metric: { period } });

  it.each([
    ["of one metric", { period: 60 }, 0.1],
    ["of high resolution", { period: 10 }, 0.3],
    [
      "of two metrics and an expression",
      { metric_query: [metric(), metric(), { expression: "a/b" }] },
      0.2,
    ],
    [
      "of an anomaly",
      { metric_query: [metric(), { expression: "ANOMALY_DETECTION_BAND(m1)" }] },
      0.3,
    ],
  ])("%s", (_, values, usd) => {
    expect(billOf(alarm(values)).usd.expected).toBeCloseTo(usd);
  });

  it("of alarms, and a dashboard", () => {
    expect(billOf({ aws_cloudwatch_composite_alarm: { A: {} } }).usd.expected).toBeCloseTo(0.5);
    expect(billOf({ aws_cloudwatch_dashboard: { D: {} } }).usd.expected).toBeCloseTo(3);
  });

  it("make a metric of one's own cost once, however many alarms read it", () => {
    const own = { namespace: "Shop", metric_name: "Orders", period: 60 };
    const bill = billOf(
      { aws_cloudwatch_metric_alarm: { A: own, B: own, C: { ...own, namespace: "AWS/Lambda" } } },
      { requestsPerMonth: 1 },
    );
    expect(usdOf(bill, "custom metric")).toBeCloseTo(0.3);
  });
});

describe("networks, keys and jobs", () => {
  it("count an interface endpoint by zone, and a gateway endpoint not at all", () => {
    const endpoint = (values: object) => ({ aws_vpc_endpoint: { V: values as never } });
    const subnet_ids = [ref("aws_subnet.A.id"), ref("aws_subnet.B.id"), ref("aws_subnet.C.id")];
    const three = billOf(endpoint({ vpc_endpoint_type: "Interface", subnet_ids }));
    expect(usdOf(three, "zone hours")).toBeCloseTo(21.9);
    expect(billOf(endpoint({ vpc_endpoint_type: "Gateway" }))).toMatchObject({
      lines: [],
      free: [{}],
    });
  });

  it("count a key, a NAT gateway, a firewall's rules", () => {
    expect(usdOf(billOf({ aws_kms_key: { K: {} } }), "key")).toBeCloseTo(1);
    expect(usdOf(billOf({ aws_nat_gateway: { N: {} } }), "hours")).toBeCloseTo(32.85);
    const rule = [1, 2, 3, 4].map((priority) => ({ priority }));
    expect(billOf({ aws_wafv2_web_acl: { W: { rule } } }).usd.expected).toBeCloseTo(9);
  });

  it("count batch and spot runs that the scenario tells of", () => {
    const batch = { imagesPerMonth: 3_600_000, instanceType: "ml.c5.xlarge", imagesPerSecond: 10 };
    const training = { runsPerMonth: 4, hoursPerRun: 2, instanceType: "ml.m5.xlarge" };
    const bill = billOf({ aws_kms_key: { K: {} } }, { batch, training });
    expect(usdOf(bill, "batch transform")).toBeCloseTo(100 * 0.204);
    expect(usdOf(bill, "spot training")).toBeCloseTo(8 * 0.069);
    const onDemand = billOf({ aws_kms_key: { K: {} } }, { training: { ...training, spot: false } });
    expect(usdOf(onDemand, "training on")).toBeCloseTo(8 * 0.23);
  });
});
