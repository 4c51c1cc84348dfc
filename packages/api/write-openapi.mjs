// Writes openapi.json, the document as callers read it: with API keys, and a placeholder for the function.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { renderOpenApi } = createRequire(import.meta.url)("./dist/openapi/openapi.js");
const document = renderOpenApi({
  name: "pictures",
  auth: { kind: "apiKey" },
  functionInvokeArn: "<functionInvokeArn>",
});
writeFileSync(join(import.meta.dirname, "openapi.json"), `${JSON.stringify(document, null, 2)}\n`);
