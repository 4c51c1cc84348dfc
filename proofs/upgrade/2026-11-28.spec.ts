import { proveUpgrade } from "./prove-upgrade";

// The roles of then still have the account's only boundary.
proveUpgrade("2026-11-28", ["aws_iam_policy.WorkloadBoundary"]);
