import type { Environment } from "../src/environment";
import { dev } from "./dev";
import { local } from "./local";
import { prod } from "./prod";
import { staging } from "./staging";

export const environments: readonly Environment[] = [local, dev, staging, prod];
