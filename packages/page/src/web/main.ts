import { ask, offline } from "./ask";
import { byId } from "./dom";
import { Drawing } from "./drawing";
import { followState } from "./live";
import { onPicture } from "./pick";
import { showHint, showOutcome, showWaiting } from "./result";
import { followAddress } from "./views";

async function classify(picture: Blob): Promise<void> {
  showWaiting();
  showOutcome(await ask(picture), picture);
}

async function classifyDrawing(): Promise<void> {
  const picture = await drawing.picture();
  if (picture === undefined) showHint("Nothing is drawn yet.");
  else await classify(picture);
}

async function classifySample(): Promise<void> {
  const response = await fetch("/api/sample").catch(() => undefined);
  if (response?.ok) await classify(await response.blob());
  else showHint(`${offline.title}. ${offline.detail}`);
}

followAddress();
const drawing = new Drawing(() => void classifyDrawing());
onPicture((picture) => void classify(picture));
byId("send-drawing").addEventListener("click", () => void classifyDrawing());
byId("clear").addEventListener("click", () => drawing.clear());
byId("sample").addEventListener("click", () => void classifySample());
void followState();
