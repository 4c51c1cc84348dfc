import { Logger } from "@aws-lambda-powertools/logger";
import { defaultBrand } from "@pictor/contracts";
import { TickMetrics } from "./emit";
import { createHandler, type Handler } from "./handler";
import { MetricsReader } from "./read-metrics";
import { readSettings } from "./settings";
import { Store } from "./store";

const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? "capacity";
const settings = readSettings();
const { brand = defaultBrand } = settings;

export const handler: Handler = createHandler({
  settings,
  functionName,
  store: new Store(settings.parameters),
  reader: new MetricsReader(settings.requests, functionName, brand),
  metrics: new TickMetrics(functionName, brand),
  logger: new Logger({ serviceName: "capacity" }),
});
