import { refuseProblems } from "./prop-problems";
import { printed } from "./token";

/**
 * Key of the context in which an app chooses its brand, once for all constructs:
 * `new App({ context: { [brandKey]: "acme" } })`, or `context` of `cdktf.json`.
 */
export const brandKey = "@pictor/contracts:brand";

/** Brand of an app that chooses none. */
export const defaultBrand = "pictor";

/** A construct, as far as its context is needed. */
export interface ContextReference {
  readonly node: {
    /** Value of the construct itself or of the nearest one above it; undefined if there is none. */
    tryGetContext(key: string): unknown;
  };
}

/**
 * The word that begins a construct's log groups, namespaces of metrics and problem types. It comes from the context of
 * the app or stack above the construct: see {@link brandKey}.
 *
 * @throws Error if the context has a value that is no brand
 */
export function brandOf(construct: ContextReference): string {
  const brand = construct.node.tryGetContext(brandKey) ?? defaultBrand;
  refuseProblems(brandProblems(brand));
  return String(brand);
}

/** The brand as a title, which is also the namespace of metrics: `Pictor`. */
export function brandTitle(brand: string): string {
  return `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`;
}

/** Words with a meaning of their own: AWS's log groups begin with `/aws/`, and no URN begins with `urn:urn:`. */
const taken = ["aws", "urn"];

/**
 * Problems of a brand; empty if valid. Of log groups, namespaces and URNs, URNs have the narrowest limit: 32 letters,
 * digits and hyphens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8141#section-2 (`NID`)
 */
function brandProblems(brand: unknown): string[] {
  return typeof brand === "string" &&
    /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/.test(brand) &&
    !taken.includes(brand)
    ? []
    : [
        `context '${brandKey}' must be 2 to 32 lower-case letters, digits and hyphens, a letter first, no hyphen last, and not ${taken.map(printed).join(" or ")}, got ${printed(brand)}`,
      ];
}
