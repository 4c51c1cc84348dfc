// Images a second of our formats against AWS's default, through the real SageMaker toolkit: `npm run bench -- model [--rounds 5] [--seconds 2]`.
import { charge, instanceDimension, priceOf } from "@pictor/cost";
import { instanceTypes } from "@pictor/inference";
import { median, quantile, runPython, spread } from "./model/python.mjs";

const events = await runPython(["throughput", ...process.argv.slice(2)]);
const machine = events.find(({ event }) => event === "machine");
const load = events.find(({ event }) => event === "load");
const bursts = events.filter(({ event }) => event === "burst");
const memory = Object.fromEntries(
  events.filter(({ event }) => event === "memory").map(({ cell, bytes }) => [cell, bytes]),
);
const started = Object.fromEntries(
  events.filter(({ event }) => event === "started").map(({ cell, seconds }) => [cell, seconds]),
);
const cells = [
  "eager, default",
  "eager, tuned",
  "fp32, default",
  "fp32, tuned",
  "int8, default",
  "int8, tuned",
  "int8, one worker",
];
const [baseline, tunedBaseline] = cells;
const pricedTypes = [
  "ml.m5.large",
  "ml.m5.xlarge",
  "ml.m5.2xlarge",
  "ml.c5.xlarge",
  "ml.c6i.xlarge",
];
const clientCounts = [...new Set(bursts.map(({ clients }) => clients))].sort((a, b) => a - b);

console.log(`\n${machine.cores} physical cores, ${machine.sets}`);
console.log(`picture: JPEG, 640 x 427, ${machine.picture} bytes; ResNet50, 224 px, random weights`);
console.log(
  "default: no variable set; tuned: a worker a core with one thread, as the stacks set it; one worker: with a thread a core",
);
console.log(
  `load average of the last 15 minutes ${load.average.toFixed(1)}: the servers ask for about 2;`,
);
console.log(
  "more is other work, which hurts AWS's default most, so that the ratios are then too high",
);
console.log(
  "ratio: images/s of the same round, median (least to most), over AWS's default and over",
);
console.log("the same eager network in as many workers and threads as ours\n");

const header = ["", "clients", "images/s", "p50 ms", "p99 ms", "over default", "over eager, tuned"];
const rows = cells.flatMap((cell) => clientCounts.map((clients) => rowOf(cell, clients)));
printTable([header, ...rows]);

console.log("");
printTable([
  ["", "memory MB", "start to first prediction s"],
  ...cells.map((cell) => [cell, (memory[cell] / 1e6).toFixed(0), started[cell].toFixed(1)]),
]);

console.log(
  "\nestimate, not a measurement on AWS: dollars per million images of an instance that is always busy,",
);
console.log(
  "images/s per core of this machine (median at 2 or more clients) times the instance's physical cores",
);
printTable([
  ["", "$/h", ...cells],
  ...pricedTypes.map((type) => {
    const price = priceOf("us-east-1", instanceDimension("hosting", type));
    return [
      `${type} (price of ${price.read}, confidence ${price.confidence})`,
      charge(price, 1),
      ...cells.map((cell) => estimate(cell, price, instanceTypes[type].physicalCores)),
    ];
  }),
]);

function rowOf(cell, clients) {
  const mine = burstsOf(cell, clients);
  const latencies = mine.flatMap((burst) => burst.latencies);
  const over = (other) => {
    const theirs = burstsOf(other, clients).map(rate);
    return spread(mine.map((burst, round) => rate(burst) / theirs[round]));
  };
  return [
    cell,
    clients,
    median(mine.map(rate)).toFixed(1),
    (quantile(latencies, 0.5) * 1000).toFixed(0),
    (quantile(latencies, 0.99) * 1000).toFixed(0),
    over(baseline),
    over(tunedBaseline),
  ];
}

function burstsOf(cell, clients) {
  return bursts
    .filter((burst) => burst.cell === cell && burst.clients === clients)
    .sort((a, b) => a.round - b.round);
}

/** Answers a second; a burst that nothing answered counts as one, or its ratio would be infinite. */
function rate({ latencies, seconds }) {
  return Math.max(latencies.length, 1) / seconds;
}

function estimate(cell, price, cores) {
  const busy = bursts.filter((burst) => burst.cell === cell && burst.clients >= 2).map(rate);
  const hoursPerMillion = 1e6 / ((median(busy) / machine.cores) * cores) / 3600;
  return `$${charge(price, hoursPerMillion).toFixed(2)}`;
}

function printTable(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map((row) => `${row[column]}`.length)),
  );
  for (const row of rows) {
    console.log(
      row
        .map((value, column) =>
          column === 0 ? `${value}`.padEnd(widths[0]) : `${value}`.padStart(widths[column]),
        )
        .join("  "),
    );
  }
}
