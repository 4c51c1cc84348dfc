import type { HazardRule } from "./rule";

/** SageMaker has no two endpoints of one name: a replacement is a time without either. */
export const endpointReplaced: HazardRule = {
  id: "endpoint-replaced",
  title: "SageMaker endpoint replaced or destroyed",
  severity: "critical",
  mend: "change the endpoint's configuration, not the endpoint: UpdateEndpoint keeps serving while it moves",
  find: ({ changes }) =>
    changes
      .filter(({ type }) => type === "aws_sagemaker_endpoint")
      .flatMap((change) => {
        if (change.kind === "destroy") {
          return [
            { change, reason: "the endpoint is destroyed: its callers get errors from then on" },
          ];
        }
        if (change.kind !== "replace") return [];
        return change.createsFirst
          ? [
              {
                change,
                severity: "high" as const,
                reason:
                  "the endpoint is replaced: callers of the old name get errors once it is gone",
              },
            ]
          : [
              {
                change,
                reason:
                  "the endpoint is destroyed before the new one is in service: minutes without a model",
              },
            ];
      }),
};
