import { byId } from "./dom";

const views = ["classify", "path"];

/** Shows the view that the address names, and marks its link. */
export function followAddress(): void {
  const change = (): void => {
    const wanted = location.hash.slice(1);
    const view = views.includes(wanted) ? wanted : "classify";
    for (const name of views) byId(name).hidden = name !== view;
    for (const link of document.querySelectorAll("nav a")) {
      if (link.getAttribute("href") === `#${view}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("hashchange", change);
  change();
}
