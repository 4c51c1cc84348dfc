/** Terraform's words for why it does something, in a reader's words. */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: "an earlier apply failed halfway and marked it as tainted",
  replace_because_cannot_update: "an attribute cannot be updated in place",
  replace_by_request: "-replace asks for it",
  replace_by_triggers: "replace_triggered_by refers to something that changes",
  delete_because_no_resource_config: "the configuration does not have it any more",
  delete_because_no_module: "the configuration does not have its module any more",
  delete_because_wrong_repetition: "the configuration changed between count, for_each and neither",
  delete_because_count_index: "its index is beyond count",
  delete_because_each_key: "its key is not in for_each",
  delete_because_no_move_target: "it was moved to an address that does not exist",
  read_because_config_unknown: "its arguments are known only after the apply",
  read_because_dependency_pending: "what it depends on changes",
  read_because_check_nested: "it is part of a check",
};

/** Returns a reason in words; a word that is not known here as it is. */
export function reasonText(reason: string | undefined): string {
  if (reason === undefined) return "Terraform gives no reason";
  return reasons[reason] ?? reason.replaceAll("_", " ");
}
