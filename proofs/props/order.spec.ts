import type { TerraformStack } from "cdktf";
import { withoutOrder } from "./order";
import { outcomeOf } from "./outcome";
import { leavesOf, placeOf, valueAt, withValueAt } from "./prop-paths";
import { entries } from "./prop-types";
import { settings } from "./settings";
import type { Setting } from "./settings/setting";

/** Lists whose order has a meaning. */
const ordered: Readonly<Record<string, string>> = {
  "PredictFunction.endpoints": "the router calls targets in order of preference",
  "ApiFirewall.additionalRules": "the firewall asks them in this order",
  "ClassifierApi.firewall<on>.additionalRules": "the firewall asks them in this order",
  "InterfaceEndpoint.availabilityZones": "they stand in a condition, which is no attribute",
  "CapacityController.realTime.configurations": "the live release comes first",
  "CapacityController.serverless.generations": "the live release comes first",
  "ClassifierApi.auth<apiKey>.clients": "the first client's key is the output apiKeyId",
};

// Without a setting there is nothing to build: the walk says which have none.
const lists = entries()
  .filter(({ name }) => settings[name] !== undefined)
  .flatMap((entry) =>
    leavesOf(entry.type)
      .filter(({ type }) => type.kind === "list")
      .map((leaf) => ({ name: `${entry.name}.${leaf.path}`, entry: entry.name, leaf })),
  );

/**
 * Two stacks that are equal here have the same plan: what `withoutOrder` puts in one order are Terraform's sets, the lists
 * of IAM policies, which the provider compares as sets, and `depends_on`, which orders work and changes nothing. All else
 * must be equal to the letter, names with hashes too. The suites `network-and-storage`, `monitoring` and `endpoints` apply
 * stacks, give their lists in the opposite order, and see an empty plan of the real provider.
 */
describe("the order of a list prop", () => {
  beforeAll(() => {
    jest.spyOn(console, "warn").mockImplementation();
  });

  it.each(lists.filter(({ name }) => ordered[name] === undefined))(
    "$name has no meaning",
    ({ entry, leaf }) => {
      const built = (settings[entry] ?? []).flatMap((setting) => {
        const usual = synthesised(setting, (props) => props);
        const place = placeOf(leaf.steps, usual.props);
        const items = place && (valueAt(usual.props, place) as unknown[]);
        return place && items && items.length > 1 ? [{ setting, usual, place, items }] : [];
      });
      const [first] = built;
      if (first === undefined) throw new Error("no setting has two items: add one");
      const { setting, usual, place, items } = first;
      const reversed = synthesised(setting, (props) =>
        withValueAt(props, place, [...items].reverse()),
      );
      expect(reversed.json).toEqual(usual.json);
    },
  );
});

function synthesised(setting: Setting, change: (props: unknown) => unknown) {
  let stack: TerraformStack | undefined;
  let props: unknown;
  const outcome = outcomeOf(
    (made, changed) => {
      stack = made;
      setting(made, changed);
    },
    (given) => {
      props = given;
      return change(given);
    },
  );
  if (outcome.kind === "refused") throw outcome.error;
  return { props, json: withoutOrder(outcome.json, stack as TerraformStack) };
}
