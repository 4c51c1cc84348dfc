import type { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";

/** Host that a client's first request goes to, whatever named it: a variable, a profile or AWS itself. */
export function hostOf(client: SageMakerRuntimeClient): Promise<string> {
  return new Promise((resolve) => {
    client.middlewareStack.add(
      (next) => (args) => {
        resolve((args.request as { hostname: string }).hostname);
        return next(args);
      },
      { step: "finalizeRequest", name: "pictorHost" },
    );
  });
}
