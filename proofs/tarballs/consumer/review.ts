import { shippedTrafficOf } from "@pictor/cost";
import { renderMarkdown, reviewPlans } from "@pictor/plan-review";

/** A plan that deletes a bucket, as `terraform show -json` writes it. */
const plan: unknown = {
  format_version: "1.2",
  terraform_version: "1.12.0",
  resource_changes: [
    {
      address: "aws_s3_bucket.birds",
      mode: "managed",
      type: "aws_s3_bucket",
      name: "birds",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: { actions: ["delete"], before: { bucket: "their-birds" }, after: null },
    },
  ],
};

/** The review as it is written below a pull request. */
export function review(): string {
  const options = { today: "2026-06-01", traffic: shippedTrafficOf("seed") };
  return renderMarkdown(reviewPlans([{ name: "birds", plan }], options));
}
