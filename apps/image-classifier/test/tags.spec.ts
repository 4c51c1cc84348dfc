import { manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { ServiceStack } from "../src/service-stack";

interface Stack {
  readonly provider: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly resource: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly tags?: Readonly<Record<string, string>> | null }>>
    >
  >;
}

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "everything of %s that can carry tags",
  (name, environment) => {
    it.each([
      ["data", () => new DataStack(Testing.app(), "data", environment)],
      ["service", () => new ServiceStack(Testing.app(), "service", environment, manifestOf("a"))],
    ] as const)("has in stack %s those that costs are allocated by", (id, build) => {
      const { provider, resource }: Stack = JSON.parse(
        new Synthesised(Testing.synth(build())).text(),
      );
      const costTags = { Project: "pictor", Environment: name, Stack: id };
      // A second provider, for another region, would need them as well.
      expect(Object.keys(provider)).toEqual(["aws"]);
      expect(provider.aws?.map((one) => one.default_tags)).toEqual(
        provider.aws?.map(() => [{ tags: costTags }]),
      );
      // A resource's own tag of the same key would win over the provider's.
      const own = Object.entries(resource).flatMap(([type, all]) =>
        Object.entries(all).flatMap(([address, { tags }]) =>
          Object.keys(tags ?? {}).map((key) => [key, `${type}.${address}`] as const),
        ),
      );
      expect(own.filter(([key]) => key in costTags)).toEqual([]);
    });
  },
);
