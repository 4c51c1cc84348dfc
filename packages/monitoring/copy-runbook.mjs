// The runbook comes with the alarms: whoever installs the package has what its alarms name.
import { copyFileSync } from "node:fs";

const from = new URL("../../docs/runbook.md", import.meta.url);
copyFileSync(from, new URL("dist/runbook.md", import.meta.url));
