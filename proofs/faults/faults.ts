import type { Wish } from "../shared/small-model";
import { flowLogLines } from "./flow-log-lines";
import type { ServiceAtWork } from "./service-at-work";

/** What goes wrong with a service on the local AWS, and which alarms go off then. */
export interface Fault {
  readonly fault: string;
  /** How long it lasts: five minutes or a multiple, so that no alarm's period is cut. */
  readonly minutes: 5 | 10 | 15;
  readonly begin?: (service: ServiceAtWork) => Promise<unknown>;
  /** What is done in a minute, the first of which is 0. @default three pictures are sent */
  readonly minute?: (service: ServiceAtWork, minute: number) => Promise<unknown>;
  readonly end?: (service: ServiceAtWork) => Promise<unknown>;
  /** Alarms that go off, by name without its beginning; with `!` those that are critical. */
  readonly rings: readonly string[];
}

const failing: Wish = { refusal: { status: 500, code: "model-failed" } };
const refusing: Wish = { refusal: { status: 422, code: "undecodable-image" } };

/** Requests that the function with a real-time endpoint may work on at once, and a serverless endpoint. */
const reserved = 4;
const places = 5;

const coldStartSeconds = 20;

/** A serverless endpoint's server is started when it is first needed, and stays. */
export const warm = { serverlessColdStart: 0, serverlessIdle: 1e9 };

/** What every shape of service goes through. */
const always: readonly Fault[] = [
  {
    fault: "nothing is wrong",
    minutes: 15,
    minute: async (service) => {
      await service.calls(3);
      await service.writeFlowLog([flowLogLines.accepted, flowLogLines.noData]);
    },
    rings: [],
  },
];

/** Each begins with new execution environments: their breakers are closed, and go by the real clock. */
const renewed = async (service: ServiceAtWork) => {
  await service.renew();
  await service.calls(3, failing);
};

export const faultsOfRealTime: readonly Fault[] = [
  ...always,
  {
    fault: "the model fails, and there is no other",
    minutes: 5,
    minute: renewed,
    rings: ["api-server-errors!", "real-time-model-errors", "real-time-server-errors!"],
  },
  {
    fault: "the model fails until breakers are open: nothing can take the requests",
    minutes: 10,
    minute: (service) => service.calls(3, failing),
    rings: ["api-server-errors!", "predict-breaker1", "predict-no-capacity!"],
  },
  {
    fault: "one request in twenty fails: not more than that",
    minutes: 5,
    minute: async (service, minute) => {
      await service.calls(minute < 3 ? 19 : 1);
      if (minute < 3) await service.call(failing);
    },
    rings: [],
  },
  {
    fault: "a client sends what is no picture",
    minutes: 5,
    minute: async (service) => {
      await service.calls(2);
      await service.callWithText();
    },
    rings: ["api-client-errors"],
  },
  {
    fault: "pictures that only the model refuses",
    minutes: 5,
    minute: async (service) => {
      await service.call();
      await service.calls(2, refusing);
    },
    rings: ["api-client-errors", "real-time-client-errors", "real-time-model-errors"],
  },
  {
    fault: "the model is slow",
    minutes: 5,
    minute: (service) => service.slow(2),
    rings: ["real-time-model-latency"],
  },
  {
    fault: "the model is so slow that callers feel it",
    minutes: 5,
    minute: (service) => service.slow(2.9),
    rings: ["api-latency!", "real-time-model-latency"],
  },
  {
    fault: "the way to the endpoint is slow",
    minutes: 5,
    minute: (service) => service.heldUp(1, 3),
    rings: ["api-latency!"],
  },
  {
    fault: "the function crashes",
    minutes: 5,
    begin: (service) => service.renew({ Handler: "index.absent" }),
    end: (service) => service.renew({ Handler: "index.handler" }),
    rings: ["api-server-errors!", "predict-errors!"],
  },
  {
    fault: "the model does not answer in the function's time",
    minutes: 5,
    // The shortest limit: what the test waits is real.
    begin: (service) => service.renew({ Timeout: 1 }),
    minute: async (service, minute) => {
      if (minute > 2) return;
      const gate = service.gate();
      await service.call({ gate: gate.file });
      gate.open();
    },
    end: (service) => service.renew({ Timeout: 28 }),
    rings: ["api-server-errors!"],
  },
  {
    fault: "the function is throttled",
    minutes: 5,
    begin: (service) => service.reserveConcurrency(0),
    end: (service) => service.reserveConcurrency(reserved),
    rings: ["api-server-errors!", "predict-throttles!"],
  },
  {
    fault: "as many requests at once as are reserved for",
    minutes: 10,
    minute: (service) => service.heldUp(reserved, 1),
    rings: ["predict-concurrency"],
  },
  {
    fault: "a few requests of many are nearly out of time",
    minutes: 5,
    minute: async (service, minute) => {
      await service.calls(minute < 3 ? 20 : 1);
      if (minute < 3) await service.heldUp(2, 26);
    },
    rings: ["predict-duration"],
  },
  {
    fault: "the endpoint is out of service",
    minutes: 5,
    begin: (service) => service.befall("realTime", "out-of-service"),
    end: (service) => service.befall("realTime", "in-service"),
    rings: ["api-server-errors!", "predict-breaker1", "predict-no-capacity!"],
  },
  {
    fault: "callers are throttled",
    minutes: 5,
    begin: (service) => service.throttle(1, 1),
    end: (service) => service.throttle(1000, 2000),
    rings: ["api-client-errors", "api-throttled"],
  },
  {
    fault: "nobody gets through any more",
    minutes: 15,
    minute: async (service, minute) => {
      if (minute === 0) await service.calls(3);
    },
    rings: ["api-few-requests!"],
  },
  {
    fault: "far more come than planned",
    minutes: 15,
    begin: (service) => service.scale(4),
    minute: (service) => service.calls(5),
    end: (service) => service.scale(2),
    rings: ["api-many-requests", "real-time-all-instances"],
  },
  {
    fault: "an instance is lost and not replaced, while nobody calls",
    // The minute in which it is lost may count it still.
    minutes: 15,
    begin: (service) => service.scale(1),
    minute: (service) => service.idle(),
    end: async (service) => {
      await service.scale(2);
      // The alarm ignores minutes without data, so it rings on until it has seen both instances.
      await service.idleFor(3);
    },
    rings: ["api-few-requests!", "real-time-few-instances"],
  },
  {
    fault: "somebody knocks at closed doors",
    minutes: 15,
    minute: async (service) => {
      await service.calls(3);
      await service.writeFlowLog(Array(25).fill(flowLogLines.rejected));
    },
    rings: ["network-rejected"],
  },
  {
    fault: "the model's workers die again and again",
    minutes: 10,
    minute: async (service, minute) => {
      if (minute % 5 === 0) await service.killWorker();
    },
    rings: ["real-time-worker-deaths"],
  },
];

export const faultsOfServerless: readonly Fault[] = [
  ...always,
  {
    fault: "the model fails, and there is no other",
    minutes: 5,
    minute: renewed,
    rings: ["api-server-errors!", "serverless-server-errors!"],
  },
  {
    fault: "pictures that only the model refuses",
    minutes: 5,
    minute: (service) => service.calls(2, refusing),
    rings: ["api-client-errors", "serverless-client-errors"],
  },
  {
    fault: "the model is far too slow",
    minutes: 5,
    minute: (service) => service.slow(14),
    rings: ["api-latency!", "serverless-model-latency"],
  },
  {
    fault: "the endpoint's concurrency is used up",
    minutes: 5,
    minute: (service) => service.useUp(places),
    rings: ["api-client-errors", "serverless-concurrency"],
  },
  {
    fault: "slow starts",
    minutes: 10,
    begin: (service) =>
      service.hand.change("delays", { serverlessColdStart: coldStartSeconds, serverlessIdle: 0 }),
    minute: async (service, minute) => {
      // Somebody is refused without a start, so that callers are not missed.
      if (minute === 0) await service.callWithText();
      if (minute % 5 === 0) await service.startCold(coldStartSeconds);
    },
    end: (service) => service.hand.change("delays", warm),
    rings: ["serverless-setup-time"],
  },
];

export const faultsOfBoth: readonly Fault[] = [
  ...always,
  {
    fault: "both models fail",
    minutes: 5,
    minute: renewed,
    rings: [
      "api-server-errors!",
      "real-time-model-errors",
      "real-time-server-errors",
      "serverless-server-errors",
    ],
  },
  {
    fault: "both models fail until breakers are open: nothing can take the requests",
    minutes: 10,
    minute: (service) => service.calls(3, failing),
    rings: ["api-server-errors!", "predict-breaker1", "predict-breaker2", "predict-no-capacity!"],
  },
  {
    fault: "the first endpoint is out of service, and the second answers",
    minutes: 10,
    begin: (service) => service.befall("realTime", "out-of-service"),
    end: (service) => service.befall("realTime", "in-service"),
    rings: ["predict-breaker1", "predict-fallbacks"],
  },
  {
    fault: "the first endpoint's server is dead, and the second answers",
    minutes: 5,
    begin: async (service) => {
      await service.hand.change("delays", { serverRestart: 1e9 });
      await service.befall("realTime", "model-server-death");
    },
    minute: async (service) => {
      await service.renew();
      await service.calls(3);
    },
    // The first call of an environment shows that nobody is there; the others skip the endpoint.
    rings: ["predict-breaker1", "predict-fallbacks", "real-time-model-errors"],
  },
];
