import { entries } from "./prop-types";
import { settings } from "./settings";
import { walk } from "./walk";

describe("every prop of every construct", () => {
  beforeAll(() => {
    jest.spyOn(console, "warn").mockImplementation();
  });

  it.each(entries())("$name carries odd values through, or refuses them in words", (entry) => {
    expect(walk(entry, settings[entry.name] ?? [])).toEqual([]);
  });
});
