import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variables } from "@pictor/terraform";
import { command } from "./command";

/** Plans the configuration in a directory; returns the addresses of what an apply would create. */
export function created(directory: string, environment: Variables): string[] {
  const terraform = (...args: readonly string[]) =>
    command("terraform", [...args], directory, environment);
  terraform("init", "-input=false", "-no-color");
  terraform("plan", "-input=false", "-no-color", "-out=plan");
  const { resource_changes } = JSON.parse(terraform("show", "-json", "plan")) as {
    resource_changes: readonly { address: string; change: { actions: readonly string[] } }[];
  };
  return resource_changes
    .filter(({ change }) => change.actions.includes("create"))
    .map(({ address }) => address);
}

/** Applies HCL in a directory of its own; returns its outputs. */
export function apply(
  hcl: string,
  directory: string,
  environment: Variables,
): Readonly<Record<string, string>> {
  mkdirSync(directory);
  writeFileSync(join(directory, "main.tf"), hcl);
  const terraform = (...args: readonly string[]) =>
    command("terraform", [...args], directory, environment);
  terraform("init", "-input=false", "-no-color");
  terraform("apply", "-input=false", "-no-color", "-auto-approve");
  const outputs: Record<string, { value: string }> = JSON.parse(terraform("output", "-json"));
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}
