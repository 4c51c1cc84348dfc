import type { AlarmState, PageState, RequestRecord } from "../state";
import { offline } from "./ask";
import { showCapacity } from "./capacity";
import { latencyChart, servedChart } from "./chart";
import { byId, html, termList } from "./dom";
import { byMinute, isServed, percentile } from "./series";
import { describeModel, milliseconds } from "./text";

const intervalMs = 2_000;
const shownMinutes = 15;
const shownRequests = 20;

/** Asks for the state again and again, and shows it; where nobody answers it says so and goes on asking. */
export async function followState(): Promise<never> {
  for (;;) {
    const problem = await refresh();
    const connection = byId("connection");
    // Said once, not at every try: a screen reader reads every change.
    if (connection.textContent !== problem) connection.textContent = problem;
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

/** Shows the state once; returns what is wrong, empty where nothing is. */
async function refresh(): Promise<string> {
  try {
    const response = await fetch("/api/state");
    const body = await response.json();
    if (!response.ok) return `${body.title}: ${body.detail}`;
    show(body);
    return "";
  } catch {
    return `${offline.title}. ${offline.detail}`;
  }
}

function show({ model, endpoints, alarms, capacity, requests }: PageState): void {
  const text = describeModel(model);
  if (byId("model").textContent !== text) byId("model").textContent = text;
  const minutes = byMinute(requests, Date.now(), shownMinutes);
  byId("stages").replaceChildren(
    ...["This page", "API Gateway", "predict function"].map((name) => html("li", {}, name)),
    ...endpoints.map(({ name, kind, status, reason }) =>
      html(
        "li",
        {},
        `${name} (${kind}) `,
        state(status, status === "InService"),
        reason ? ` ${reason}` : "",
      ),
    ),
  );
  byId("figures").replaceChildren(...figures(requests));
  showCapacity(capacity, minutes);
  byId("served").replaceChildren(...servedChart(minutes));
  byId("latency").replaceChildren(...latencyChart(minutes));
  byId("alarms").replaceChildren(...alarms.map(alarm));
  byId("requests").replaceChildren(...requests.slice(-shownRequests).reverse().map(row));
}

function figures(requests: readonly RequestRecord[]): Element[] {
  const times = requests.filter(isServed).map(({ ms }) => ms);
  const refused = requests.filter(({ status }) => status >= 400 && status < 500).length;
  const broken = requests.filter(({ status }) => status >= 500).length;
  return termList([
    ["Requests, 15 min", String(requests.length)],
    ["Refused (4xx)", String(refused)],
    ["Failed (5xx)", String(broken)],
    ["Median", milliseconds(percentile(times, 0.5))],
    ["95th percentile", milliseconds(percentile(times, 0.95))],
  ]);
}

/** What has happened is said only where it has. */
function alarm({ name, state: text, description }: AlarmState): Element {
  const isQuiet = text === "OK";
  return html("li", {}, state(text, isQuiet), isQuiet ? ` ${name}` : ` ${name}: ${description}`);
}

function state(text: string, isGood: boolean): Element {
  const isBad = text === "ALARM" || text === "Failed";
  return html("span", { class: `state ${isGood ? "good" : ""}${isBad ? "bad" : ""}` }, text);
}

function row({ at, status, code, ms, servedBy, answeredBy }: RequestRecord): Element {
  const texts = [
    new Date(at).toLocaleTimeString(),
    code === "ok" ? String(status) : `${status} ${code}`,
    milliseconds(ms),
    servedBy ?? (answeredBy === "gateway" ? "the gateway itself" : "–"),
  ];
  return html("tr", {}, ...texts.map((text) => html("td", {}, text)));
}
