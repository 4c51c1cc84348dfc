export { dollars } from "./estimate/arithmetic";
export type {
  BillLine,
  LineFlag,
  Origin,
  PriceOptions,
  Unpriced,
} from "./estimate/bill";
export { type BreakEven, breakEven, type Crossing, crossings } from "./estimate/break-even";
export {
  type CapacityAnswer,
  type CapacityQuestion,
  type CapacityRow,
  capacity,
} from "./estimate/capacity";
export { type Estimate, type EstimateOptions, estimate } from "./estimate/estimate";
export { type Latency, modelLatency, type ServedRelease } from "./estimate/latency";
export {
  type Mode,
  type ModeConditions,
  type ModeCost,
  modeCost,
  type UnpricedMode,
  usdAt,
} from "./estimate/modes";
export { type SummaryLine, summarise } from "./estimate/summary";
export { type Grouping, type Subtotal, subtotals } from "./estimate/totals";
export type { Range } from "./estimate/usage";
export { allPrices } from "./prices/all";
export {
  type Dimension,
  dimensions,
  type FixedDimension,
  type InstanceDimension,
  type InstanceUse,
  instanceDimension,
  type Service,
  serviceAndUnit,
  type Unit,
} from "./prices/dimensions";
export { freeResourceTypes } from "./prices/free";
export { type FreeAllowance, freeAllowances } from "./prices/free-tier";
export { assumedSpotDiscount } from "./prices/instance-hours";
export { charge, flagsOf, type PriceFlag, priceOf, staleAfterDays } from "./prices/lookup";
export type { Confidence, Price, Tier } from "./prices/price";
export { type DimensionFamily, pricingOf, type ResourcePricing } from "./prices/resources";
export {
  changesFrom,
  type MissingPrice,
  type OfferChanges,
  type PriceChange,
} from "./public-price-list/changes";
export { type Offer, type OfferProduct, parseOffer } from "./public-price-list/offer";
export {
  type FailedOffer,
  type PriceUpdate,
  type ReadOffer,
  type UpdateOptions,
  updatePrices,
} from "./public-price-list/update-prices";
export { type ControlledRange, controlledRangeTags } from "./resources/controlled";
export { readResources } from "./resources/read";
export type { Resource } from "./resources/resource";
export type { ReadOptions } from "./resources/synthesised";
export { parseTraffic, ScenarioError, type TrafficInput, trafficOf } from "./scenario/parse";
export type { Shape } from "./scenario/shape";
export {
  type ShippedTraffic,
  shippedTraffic,
  shippedTrafficFile,
  shippedTrafficOf,
} from "./scenario/shipped";
export {
  type BatchRuns,
  hoursPerMonth,
  secondsPerMonth,
  type Traffic,
  type TrainingRuns,
} from "./scenario/traffic";
