#!/usr/bin/env node
import { describeFailure } from "./failure";
import { createProgram } from "./program";

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const failure = describeFailure(error, process.argv.includes("--verbose"));
    console.error(`\n${failure.text}`);
    process.exitCode = failure.exitCode;
  });
