const svgNamespace = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

/** The page's element with this id. It is in `index.html`, so that it must be there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`there is no element #${id}`);
  return found as T;
}

/** A new HTML element. Text is always text: nothing that the API says can become markup. */
export function html(
  name: string,
  attributes: Attributes,
  ...children: (Node | string)[]
): Element {
  return fill(document.createElement(name), attributes, children);
}

/** A new SVG element. */
export function svg(name: string, attributes: Attributes, ...children: (Node | string)[]): Element {
  return fill(document.createElementNS(svgNamespace, name), attributes, children);
}

/** Terms and their descriptions, for a `dl`. */
export function termList(rows: readonly (readonly [string, string])[]): Element[] {
  return rows.map(([term, text]) => html("div", {}, html("dt", {}, term), html("dd", {}, text)));
}

function fill(element: Element, attributes: Attributes, children: (Node | string)[]): Element {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
