import { stacksOfOneAccount } from "./one-account";
import { parts, rows } from "./things";

const types = new Set(stacksOfOneAccount().flatMap(({ json }) => Object.keys(json.resource ?? {})));

describe("the resources that somebody might take over", () => {
  it("have a row each, or are known to be a part of another one: no new type is forgotten", () => {
    const unknown = [...types].filter((type) => !(type in rows) && !(type in parts));
    expect(unknown).toEqual([]);
  });

  it("are synthesised: no row and no part is left of a type that is gone", () => {
    expect(
      [...Object.keys(rows), ...Object.keys(parts)].filter((type) => !types.has(type)),
    ).toEqual([]);
  });
});
