import { dirname, join } from "node:path";

type TypesOf = (service: string, action: string, resource: string) => Promise<unknown>;

/**
 * Lets the evaluator keep which types of resource a request's ARN may be. It compares the ARN letter by letter with the
 * formats of all resources of the action, twice for each evaluation: half of its time, for an answer that no policy changes.
 */
export function keepResourceTypes(): void {
  const evaluator = dirname(require.resolve("@cloud-copilot/iam-simulate"));
  const own: { getResourceTypesForAction: TypesOf } = require(
    join(evaluator, "simulation_engine", "resourceTypes.js"),
  );
  const compute = own.getResourceTypesForAction;
  const known = new Map<string, ReturnType<TypesOf>>();
  own.getResourceTypesForAction = (...request) => {
    const key = request.join("\n");
    const types = known.get(key) ?? compute(...request);
    known.set(key, types);
    return types;
  };
}
