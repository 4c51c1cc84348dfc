export { accessibilityProblems } from "./accessibility";
export { type HeadlessBrowser, launchBrowser } from "./launch";
