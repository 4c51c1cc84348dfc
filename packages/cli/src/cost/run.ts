import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Estimate, estimate, type Resource, readResources, type Traffic } from "@pictor/cost";
import { UserError } from "@pictor/terraform";
import type { CostOptions } from "../commands/cost";
import { releasesDirectory } from "../run/home";
import { drawBills } from "./bars";
import { type NamedBill, renderComparison } from "./compare";
import { drawRates } from "./curves";
import { readEnvironments, type SynthesisedEnvironment } from "./environments";
import { comparePrices, renderUpdate } from "./price-update";
import { rateReport, renderRates } from "./rates";
import { type ReadTraffic, readTraffic } from "./read-traffic";
import { renderBill } from "./table";

/** Runs `pictor cost`. */
export async function runCost(options: CostOptions): Promise<void> {
  if (options.updatePrices) return update(options);
  const read = readTraffic(options.traffic, options.env);
  if (options.plan !== undefined) return pricePlan(options.plan, read, options);
  const names = [options.env ?? "", ...(options.compare ?? [])];
  const environments = await readEnvironments(names, releasesDirectory(process.env));
  if (options.rate !== undefined) return priceRates(environments[0], read, options);
  const bills = environments.map(({ manifest, name, resources }) => ({
    name,
    bill: estimate(resources, read.traffic, {
      release: manifest.live,
      freeTier: options.freeTier ?? false,
    }),
  }));
  tell(
    bills,
    read,
    options,
    environments.filter(({ isStandIn }) => isStandIn).map(({ name }) => name),
  );
}

async function update({ json, priceList }: CostOptions): Promise<void> {
  const update = await comparePrices(priceList);
  console.log(json ? JSON.stringify(update) : renderUpdate(update));
  if (update.changes.length + update.failed.length > 0) process.exitCode = 1;
}

function pricePlan(file: string, read: ReadTraffic, options: CostOptions): void {
  const { region, freeTier = false } = options;
  const resources = resourcesOf(file, region);
  const bill = estimate(resources, read.traffic, { freeTier });
  tell([{ name: basename(file), bill }], read, options, []);
}

function resourcesOf(file: string, region: string | undefined): readonly Resource[] {
  try {
    return readResources(
      JSON.parse(readFileSync(file, "utf8")),
      region === undefined ? {} : { region },
    );
  } catch (error) {
    throw new UserError(`${file} cannot be priced: ${(error as Error).message}`, {
      hint: "terraform plan -out plan.out && terraform show -json plan.out > plan.json",
    });
  }
}

function priceRates(
  environment: SynthesisedEnvironment | undefined,
  { traffic }: ReadTraffic,
  { chart, env = "", json, rate = { from: 1, to: 100 } }: CostOptions,
): void {
  const { manifest, resources = [] } = environment ?? {};
  const region = resources.find((resource) => resource.region !== undefined)?.region ?? "us-east-1";
  const release = manifest?.live ?? { format: "fp32" as const, calibration: [] };
  const report = rateReport(rate, { region, release, traffic });
  console.log(json ? JSON.stringify({ environment: env, region, ...report }) : renderRates(report));
  draw(
    chart,
    () => drawRates(`${env}: US dollars a month by request rate, ${region}`, report),
    json,
  );
}

function tell(
  bills: readonly NamedBill[],
  read: ReadTraffic,
  options: CostOptions,
  standIns: readonly string[],
): void {
  const [first, ...others] = bills;
  if (first === undefined) return;
  const title = titleOf(first.name, read.traffic, options.freeTier === true);
  if (options.json) console.log(JSON.stringify(jsonOf(bills, read, standIns)));
  else {
    console.log(renderBill(title, first.bill));
    if (others.length > 0) console.log(`\n${renderComparison(bills)}`);
    if (standIns.length > 0) {
      console.log(
        `\nno release yet; the price assumes an INT8 release without calibration: ${standIns.join(", ")}`,
      );
    }
    console.log(`\ntraffic: ${read.file}`);
  }
  draw(options.chart, () => drawBills(title, bills), options.json);
}

function titleOf(name: string, traffic: Traffic, freeTier: boolean): string {
  const requests = traffic.requestsPerMonth.toLocaleString("en-US");
  return `${name} with the traffic '${basename(traffic.name)}', ${requests} requests a month, at list prices on demand ${freeTier ? "less free tiers" : "without free tiers"}`;
}

function draw(file: string | undefined, picture: () => string, json: boolean | undefined): void {
  if (file === undefined) return;
  try {
    writeFileSync(file, picture());
  } catch (error) {
    throw new UserError(`the chart ${file} cannot be written: ${(error as Error).message}`);
  }
  if (!json) console.log(`chart: ${file}`);
}

function jsonOf(
  bills: readonly NamedBill[],
  { file, traffic }: ReadTraffic,
  standIns: readonly string[],
) {
  return {
    trafficFile: file,
    traffic,
    bills: bills.map(({ name, bill }) => ({
      name,
      hasRelease: !standIns.includes(name),
      ...withoutTraffic(bill),
    })),
  };
}

function withoutTraffic({ free, lines, unpriced, usd }: Estimate) {
  return { usd, lines, unpriced, free: free.map(({ address }) => address) };
}
