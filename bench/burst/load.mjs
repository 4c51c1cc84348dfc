// Sends one picture again and again, and keeps of each answer what a table needs.
import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";

/** Longer than the gateway takes to give up: what is longer than this has been lost. */
const patienceMs = 60_000;

/** One answer: status (0 where none came), milliseconds, and seconds of its Retry-After. */
function ask({ url, headers, body }, agent) {
  const began = performance.now();
  return new Promise((resolve) => {
    const settle = (status, retryAfter) =>
      resolve({ status, ms: performance.now() - began, retryAfter });
    const sent = request(url, { method: "POST", headers, agent, timeout: patienceMs }, (answer) => {
      answer.resume();
      answer.on("end", () => settle(answer.statusCode, answer.headers["retry-after"]));
      answer.on("error", () => settle(0));
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => settle(0));
    sent.end(body);
  });
}

/** Clients that each send the next request when the one before is answered. */
export async function closedLoop(question, clients, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const answers = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) answers.push(await ask(question, agent));
    }),
  );
  agent.destroy();
  return { answers, seconds: (performance.now() - began) / 1000 };
}

/** So many requests at once, each on a connection of its own. */
export async function atOnce(question, count) {
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: count }, () => ask(question, agent)));
  agent.destroy();
  return { answers, seconds: (performance.now() - began) / 1000 };
}

/** Requests at a steady rate, whether or not those before are answered. */
export async function openLoop(question, perSecond, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const began = performance.now();
  const sent = [];
  while (sent.length < perSecond * seconds) {
    const due = ((performance.now() - began) / 1000) * perSecond;
    while (sent.length < Math.min(due, perSecond * seconds)) sent.push(ask(question, agent));
    await setTimeout(1);
  }
  const answers = await Promise.all(sent);
  agent.destroy();
  return { answers, seconds: (performance.now() - began) / 1000 };
}
