import { endOfImage, endOfRuntime } from "@pictor/contracts";
import type { Change } from "../plan/change";
import type { HazardRule } from "./rule";
import { after, blocks, text } from "./values";

/** What runs on a runtime or an image that AWS no longer patches. */
export const runtimePastEnd: HazardRule = {
  id: "runtime-past-end",
  title: "Lambda runtime or container image past its end of support",
  severity: "medium",
  upstream: ["CKV_AWS_363", "Lambda.2", "AwsSolutions-L1"],
  mend: "move to a supported runtime or image in a change of its own",
  find: ({ changes, today }) =>
    changes
      .filter(({ kind }) => kind === "create" || kind === "replace" || kind === "update")
      .flatMap((change) =>
        endsOf(change)
          .filter(({ end }) => end < today)
          .map(({ name, end }) => ({ change, reason: `${name} gets no patches since ${end}` })),
      ),
};

function endsOf(change: Change): { readonly name: string; readonly end: string }[] {
  if (change.type === "aws_lambda_function") {
    const name = text(after(change), "runtime");
    const found = endOfRuntime(name);
    return found === undefined ? [] : [{ name, end: found.end }];
  }
  if (change.type !== "aws_sagemaker_model") return [];
  const containers = [
    ...blocks(after(change), "primary_container"),
    ...blocks(after(change), "container"),
  ];
  return containers.flatMap((container) => {
    const name = text(container, "image");
    const found = endOfImage(name);
    return found === undefined ? [] : [{ name, end: found.end }];
  });
}
