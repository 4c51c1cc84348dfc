import { estimate, subtotals, trafficOf } from "../../src";
import { billOf, endpointOf, ref, stackOf, usdOf } from "../stack";

describe("what has no price", () => {
  it("is named and never counted as zero: an unknown type, a known one without price, another region", () => {
    const bill = billOf({
      aws_quantum_thing: { Q: {} },
      aws_instance: { I: {} },
      aws_iam_role: { R: {} },
    });
    expect(bill.lines).toEqual([]);
    expect(bill.unpriced.map(({ origin, reason }) => [origin.address, reason])).toEqual([
      ["aws_quantum_thing.Q", "this type is not known here: it may cost anything"],
      ["aws_instance.I", expect.stringContaining("instance hours")],
    ]);
    expect(bill.free.map(({ address }) => address)).toEqual(["aws_iam_role.R"]);
  });

  it("is what another provider makes, unless it makes values only", () => {
    const bill = billOf({
      google_compute_instance: { G: {} },
      random_id: { R: {} },
      terraform_data: { D: {} },
    });
    expect(bill.unpriced.map(({ origin }) => origin.address)).toEqual([
      "google_compute_instance.G",
    ]);
    expect(bill.free.map(({ type }) => type).sort()).toEqual(["random_id", "terraform_data"]);
  });

  it("is a resource in a region that is not in the table, or that the input does not say", () => {
    const key = { aws_kms_key: { K: {} } };
    const traffic = trafficOf({ requestsPerMonth: 1, imageBytes: 1 });
    const far = estimate(stackOf(key, "mars-north-1"), traffic);
    expect(far.lines).toEqual([]);
    expect(far.unpriced[0]?.reason).toBe("kms-key-month has no price here in mars-north-1");
    const [resource] = stackOf(key);
    const { region: _, ...nowhere } = resource as NonNullable<typeof resource>;
    expect(estimate([nowhere], traffic).unpriced[0]?.reason).toBe(
      "the input does not name its region",
    );
  });

  it("is what only the apply finds out", () => {
    const bill = billOf({ aws_lambda_function: { F: { memory_size: ref("var.memory") } } });
    expect(bill).toMatchObject({
      lines: [],
      unpriced: [{ reason: "memory_size is known only after apply" }],
    });
  });
});

describe("tiers", () => {
  const api = { aws_api_gateway_rest_api: { A: {} } };
  const two = { aws_api_gateway_rest_api: { A: {}, B: {} } };
  const at = (requestsPerMonth: number, resources: typeof api = api) =>
    usdOf(billOf(resources, { requestsPerMonth }), "requests");

  it("begin where they begin", () => {
    expect(at(333e6)).toBeCloseTo(333 * 3.5);
    expect(at(334e6)).toBeCloseTo(333 * 3.5 + 2.8);
    expect(at(1001e6)).toBeCloseTo(333 * 3.5 + 667 * 2.8 + 2.38);
  });

  it("are the account's: two APIs have them once, and bear them by their requests", () => {
    const bill = billOf(two, { requestsPerMonth: 1000e6 });
    expect(usdOf(bill, "requests")).toBeCloseTo(at(1000e6));
    const [one, other] = subtotals(bill.lines, "resource");
    expect(one?.usd.expected).toBeCloseTo(other?.usd.expected ?? 0);
    expect(bill.lines[0]?.arithmetic).toContain(
      "the account's tiers ($0.0000035 up to 333,000,000",
    );
  });
});

describe("free tiers", () => {
  const functions = { aws_lambda_function: { F: { memory_size: 1024 } } };
  const traffic = { requestsPerMonth: 2e6, functionMs: 1000 };

  it("are off unless they are asked for", () => {
    expect(usdOf(billOf(functions, traffic), "invocations")).toBeCloseTo(0.4);
  });

  it("take off what AWS gives an account each month, never more", () => {
    const bill = billOf(functions, traffic, { freeTier: true });
    expect(usdOf(bill, "invocations")).toBeCloseTo(0.2);
    expect(usdOf(bill, "duration")).toBeCloseTo(1_600_000 * 0.0000166667);
    const little = billOf(functions, { requestsPerMonth: 10 }, { freeTier: true });
    expect(little.usd.expected).toBe(0);
  });
});

describe("flags", () => {
  it("mark a price that was read more than half a year ago, or that is hardly known", () => {
    const later = billOf(endpointOf("ml.c7i.large"), {}, { on: "2027-11-28" }).lines[0];
    expect(later?.flags).toEqual(["stale", "low-confidence"]);
    expect(billOf(endpointOf("ml.c5.large")).lines[0]?.flags).toEqual([]);
  });
});

describe("parts of a bill", () => {
  it("add up to it, by resource, construct, type and environment", () => {
    const bill = billOf(
      { ...endpointOf("ml.c5.large", 2), aws_kms_key: { K: {} } },
      { requestsPerMonth: 9 },
    );
    for (const by of ["resource", "construct", "type", "environment"] as const) {
      const sum = subtotals(bill.lines, by).reduce((total, { usd }) => total + usd.expected, 0);
      expect(sum).toBeCloseTo(bill.usd.expected);
    }
  });

  it("are named by the construct below the stack", () => {
    const resources = [
      {
        ...stackOf({ aws_kms_key: { K: {} } })[0],
        constructPath: "prod/Key/Resource",
        stack: "prod",
      },
    ];
    const bill = estimate(resources as never, trafficOf({ requestsPerMonth: 0, imageBytes: 0 }));
    expect(subtotals(bill.lines, "construct").map(({ name }) => name)).toEqual(["prod/Key"]);
  });
});
