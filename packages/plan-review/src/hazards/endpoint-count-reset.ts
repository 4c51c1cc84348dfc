import type { Change } from "../plan/change";
import type { Facts, HazardRule } from "./rule";
import { after, before, differs, text } from "./values";

/** UpdateEndpoint without RetainAllVariantProperties, which the provider cannot set, forgets what autoscaling chose. */
export const endpointCountReset: HazardRule = {
  id: "endpoint-count-reset",
  title: "Autoscaled instance count reset by an update",
  severity: "medium",
  mend: "apply when traffic is low, or raise initial_instance_count to what runs now",
  find: ({ changes }) =>
    changes
      .filter((change) => change.type === "aws_sagemaker_endpoint" && change.kind === "update")
      .filter((change) => differs(change, "endpoint_config_name"))
      .filter((change) => isScaled(change, changes))
      .map((change) => ({
        change,
        reason: `the update sets ${text(before(change), "name") || "the endpoint"} back to initial_instance_count, whatever autoscaling has chosen`,
      })),
};

function isScaled(endpoint: Change, changes: Facts["changes"]): boolean {
  const name = text(before(endpoint), "name");
  return changes.some((change) => {
    if (change.type !== "aws_appautoscaling_target") return false;
    const values = change.kind === "create" ? after(change) : before(change);
    const resource = text(values, "resource_id");
    return resource.startsWith(`endpoint/${name}/variant/`);
  });
}
