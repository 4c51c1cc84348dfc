import { jobsBoundary } from "../src/jobs-boundary";
import { describeBoundary } from "./boundary-cases";
import { accountId, policyNamed } from "./fixture";
import { jobsBoundaryTable } from "./jobs-boundary-table";

describe("the boundary of every role of an environment's jobs", () => {
  describeBoundary({
    boundary: policyNamed("JobsProd"),
    table: jobsBoundaryTable,
    // No other action of CloudWatch knows a namespace, no other of IAM to whom a role is passed.
    changesNothing: ['PublishMetrics: Action is "cloudwatch:*"', 'PassJobRole: Action is "iam:*"'],
    longest: (region) => jobsBoundary({ environment: "e".repeat(16), accountId, region }),
  });
});
