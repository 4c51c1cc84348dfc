import { Logger } from "@aws-lambda-powertools/logger";
import { defaultBrand } from "@pictor/contracts";
import { createHandler, type Handler } from "./handler";
import { RequestMetrics } from "./metrics";
import { SageMaker } from "./sagemaker";

const logger = new Logger({ serviceName: "predict" });
/** The construct sets it where the app chose one. */
const brand = process.env.BRAND ?? defaultBrand;
const metrics = new RequestMetrics(process.env.AWS_LAMBDA_FUNCTION_NAME ?? "predict", brand);
const sagemaker = new SageMaker();

export const handler: Handler = createHandler({
  targets: variable("TARGETS"),
  model: variable("MODEL"),
  brand,
  invoke: (target, request, options) => sagemaker.invoke(target, request, options),
  log: (line) =>
    line.status < 500 ? logger.info("request", { ...line }) : logger.error("request", { ...line }),
  measure: (measured) => metrics.publish(measured),
});

/** The construct wrote these from typed data, so their shape is not checked again. */
function variable<T>(name: string): T {
  const json = process.env[name];
  if (json === undefined) throw new Error(`environment variable ${name} is not set`);
  return JSON.parse(json);
}
