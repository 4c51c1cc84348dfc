import type { HazardRule } from "./rule";
import { before, text } from "./values";

/** Destroying an invocation of the scope CRUD invokes the function once more, with the action `delete`. */
export const controllerRetired: HazardRule = {
  id: "controller-retired",
  title: "Capacity controller told to retire",
  severity: "high",
  mend: "if the environment stays, keep the invocation's address (a moved block) and its function_name",
  find: ({ changes }) =>
    changes
      .filter(({ type }) => type === "aws_lambda_invocation")
      .filter(({ kind }) => kind === "destroy" || kind === "replace")
      .filter((change) => text(before(change), "lifecycle_scope") === "CRUD")
      .map((change) => ({
        change,
        reason: /"kind"\s*:\s*"kick"/.test(text(before(change), "input"))
          ? `${text(before(change), "function_name")} is invoked to retire: it deletes the real-time endpoint and its scaling`
          : `${text(before(change), "function_name")} is invoked with the action delete`,
      })),
};
