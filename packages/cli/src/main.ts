#!/usr/bin/env node
import { describeFailure } from "./failure";
import { createProgram } from "./program";

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const failure = describeFailure(error, process.argv.includes("--verbose"));
    const { event } = failure;
    if (event !== undefined && process.argv.includes("--json")) console.log(JSON.stringify(event));
    console.error(`\n${failure.text}`);
    process.exitCode = failure.exitCode;
  });
