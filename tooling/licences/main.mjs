// `npm run licences`: writes docs/supply-chain/licences.md, the licences of the packages that users install.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { file, render, shipped } from "./licences.mjs";

const packages = await shipped();
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, render(packages));
console.log(`${packages.length} packages in docs/supply-chain/licences.md`);
