import { boundaryStatements } from "../src/workload-boundary";
import { describeBoundary } from "./boundary-cases";
import { boundaryTable } from "./boundary-table";
import { accountId, policyNamed } from "./fixture";

describe("the boundary of every role of an environment", () => {
  describeBoundary({
    boundary: policyNamed("WorkloadsProd"),
    table: boundaryTable,
    // No other action of IAM knows for which service a role is made, no other of CloudWatch a namespace.
    changesNothing: ['PublishMetrics: Action is "cloudwatch:*"', 'ScalingRole: Action is "iam:*"'],
    longest: (region) => boundaryStatements({ environment: "e".repeat(16), accountId, region }),
  });
});
