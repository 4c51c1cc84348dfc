import { Logger } from "@aws-lambda-powertools/logger";
import { TickMetrics } from "./emit";
import { createHandler, type Handler } from "./handler";
import { MetricsReader } from "./read-metrics";
import { readSettings } from "./settings";
import { Store } from "./store";

const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? "capacity";
const settings = readSettings();

export const handler: Handler = createHandler({
  settings,
  functionName,
  store: new Store(settings.parameters),
  reader: new MetricsReader(settings.requests, functionName),
  metrics: new TickMetrics(functionName),
  logger: new Logger({ serviceName: "capacity" }),
});
