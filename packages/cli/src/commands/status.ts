import { DescribeEndpointCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { localClient, type Run, readRun } from "@pictor/local";
import type { Command } from "commander";
import { findHome } from "../home";

/** What runs in this home. */
interface Status {
  readonly environment: string;
  readonly localAws: string | undefined;
  readonly apiUrl: string | undefined;
  readonly endpoints: readonly { readonly name: string; readonly status: string }[];
  readonly logs: string;
}

export function addStatus(program: Command): void {
  program
    .command("status")
    .summary("say what runs here, and how its endpoints are")
    .option("--json", "write the result as JSON")
    .addHelpText("after", "\nExample: pictor status")
    .action(async ({ json }: { json?: true }) => {
      const reading = readRun(findHome(process.env).runFile);
      const status = reading.kind === "running" ? await describe(reading.run) : undefined;
      console.log(json ? JSON.stringify({ running: status ?? null }) : render(status));
    });
}

async function describe(run: Run): Promise<Status> {
  return {
    environment: run.environment,
    localAws: run.emulator?.url,
    apiUrl: run.api?.url,
    endpoints: await describeEndpoints(run),
    logs: `${run.directory}/logs`,
  };
}

async function describeEndpoints({ api, emulator, region }: Run): Promise<Status["endpoints"]> {
  if (api === undefined || emulator === undefined) return [];
  const client = new SageMakerClient(localClient({ url: emulator.url, region }));
  return Promise.all(
    api.endpointNames.map(async (name) => {
      const command = new DescribeEndpointCommand({ EndpointName: name });
      const { EndpointStatus } = await client.send(command);
      return { name, status: EndpointStatus ?? "unknown" };
    }),
  );
}

function render(status: Status | undefined): string {
  if (status === undefined) return "nothing runs here; 'pictor start' starts it";
  return [
    `environment  ${status.environment}`,
    `local AWS    ${status.localAws ?? "starting"}`,
    `API          ${status.apiUrl ?? "not deployed yet"}`,
    ...status.endpoints.map((endpoint) => `endpoint     ${endpoint.name}: ${endpoint.status}`),
    `logs         ${status.logs}`,
  ].join("\n");
}
