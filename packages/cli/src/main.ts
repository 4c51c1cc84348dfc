#!/usr/bin/env node
import { reportFailure } from "./failure";
import { createProgram } from "./program";

createProgram()
  .parseAsync()
  .catch((error: unknown) => reportFailure(error, process.argv));
