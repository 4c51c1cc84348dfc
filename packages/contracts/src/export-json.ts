import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { modelServer } from "./identity";
import { limits } from "./limits";
import { releaseManifestSchema, releaseSchema } from "./schemas/release";
import { problemMediaType, problemType, type StatusCode, statusTable } from "./status";

/** What the Python side reads: the same tables as JSON, made at build so that they cannot differ. */
const contract = {
  limits,
  modelServer,
  problemMediaType,
  status: Object.fromEntries(
    Object.entries(statusTable).map(([code, row]) => [
      code,
      { ...row, type: problemType(code as StatusCode) },
    ]),
  ),
  schemas: {
    release: z.toJSONSchema(releaseSchema),
    releaseManifest: z.toJSONSchema(releaseManifestSchema),
  },
};

writeFileSync(join(__dirname, "contract.json"), `${JSON.stringify(contract, null, 2)}\n`);
