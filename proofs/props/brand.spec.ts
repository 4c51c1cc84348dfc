import { brandKey, defaultBrand } from "@pictor/contracts";
import { outcomeOf } from "./outcome";
import { entries } from "./prop-types";
import { settings } from "./settings";
import type { Setting } from "./settings/setting";

/**
 * What keeps the word of these packages whatever the brand is, as ADR 123 lists it: variables that a container reads, and
 * names of npm packages.
 */
const kept = /PICTOR_(RELEASE_SHA256|WEIGHTS_SHA256|ERRORS)|@pictor\/[a-z-]+/g;

describe("a brand, which an app chooses once", () => {
  beforeAll(() => {
    jest.spyOn(console, "warn").mockImplementation();
  });

  it.each(entries())("$name names nothing after these packages", ({ name }) => {
    for (const setting of settings[name] ?? []) {
      const found = jsonOf(setting, { [brandKey]: "acme" }).replaceAll(kept, "");
      expect(found.match(/.{0,60}pictor.{0,60}/gi) ?? []).toEqual([]);
    }
  });

  it.each(entries())("$name is the same without a brand and with the default", ({ name }) => {
    for (const setting of settings[name] ?? []) {
      expect(jsonOf(setting, { [brandKey]: defaultBrand })).toBe(jsonOf(setting, {}));
    }
  });

  it("reaches constructs of each kind", () => {
    const all = Object.values(settings)
      .flat()
      .map((setting) => jsonOf(setting, { [brandKey]: "acme" }))
      .join();
    const missing = [
      /"\/acme\/[\w-]+\/vpc-flow"/,
      /"\/acme\/[\w-]+\/api-access"/,
      /"BRAND": ?"acme"/,
      /\\"brand\\":\\"acme\\"/,
      /"namespace": ?"Acme"/,
      /"namespace": ?"Acme\/[\w-]+"/,
      /\[\\"Acme\\"/,
      /urn:acme:problem:throttled/,
      /SageMaker runs an Acme model as this role/,
    ].filter((branded) => !branded.test(all));
    expect(missing).toEqual([]);
  });
});

function jsonOf(setting: Setting, context: Readonly<Record<string, unknown>>): string {
  const outcome = outcomeOf(setting, (props) => props, context);
  if (outcome.kind === "refused") throw outcome.error;
  return JSON.stringify(outcome.json);
}
