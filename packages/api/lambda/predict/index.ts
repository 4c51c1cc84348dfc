import { Logger } from "@aws-lambda-powertools/logger";
import type { Target } from "@pictor/contracts";
import { createHandler, type Handler } from "./handler";
import { SageMaker } from "./sagemaker";

const logger = new Logger({ serviceName: "predict" });
const sagemaker = new SageMaker();

export const handler: Handler = createHandler({
  targets: readTargets(process.env.TARGETS),
  invoke: (target, request, options) => sagemaker.invoke(target, request, options),
  log: (line) =>
    line.status < 500 ? logger.info("request", { ...line }) : logger.error("request", { ...line }),
});

/** The construct wrote the list from typed data, so its shape is not checked again. */
function readTargets(json: string | undefined): readonly Target[] {
  if (json === undefined) throw new Error("environment variable TARGETS is not set");
  return JSON.parse(json);
}
