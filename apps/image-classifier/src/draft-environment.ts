import { readFileSync } from "node:fs";
import * as z from "zod";
import { environments } from "../environments";
import { environmentSource } from "./environment-source";
import { type EnvironmentRequest, newEnvironment } from "./new-environment";

// A program: reads a request for an environment as JSON, and writes its file's text, or what is wrong, as JSON.
const requestSchema = z.looseObject({
  name: z.string(),
  region: z.string(),
  capacity: z.enum(["serverless", "realTime", "adaptive"]),
});

const request = requestSchema.parse(JSON.parse(readFileSync(0, "utf8"))) as EnvironmentRequest;
const drafted = newEnvironment(request, environments);
console.log(
  JSON.stringify(
    drafted.kind === "valid"
      ? { text: environmentSource(drafted.environment) }
      : { problems: drafted.problems },
  ),
);
