import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chooseBrowser } from "../browser.mjs";

describe("the browser of the page's tests", () => {
  const choose = (variables, platform, files = []) =>
    chooseBrowser(variables, platform, (path) => files.includes(path));

  it("is the packaged one where that runs, whatever is installed", () => {
    const files = ["/usr/bin/chromium"];
    assert.deepEqual(choose({ PATH: "/usr/bin" }, "linux-x64", files), { kind: "packaged" });
  });

  it("is the one that PICTOR_BROWSER names, everywhere", () => {
    const chosen = choose({ PICTOR_BROWSER: "/opt/b" }, "linux-x64", ["/opt/b"]);
    assert.deepEqual(chosen, { kind: "installed", executable: "/opt/b" });
    assert.throws(() => choose({ PICTOR_BROWSER: "/opt/b" }, "linux-x64"), /names '\/opt\/b'/);
  });

  it("is an installed one elsewhere", () => {
    for (const executable of [
      "/bin2/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]) {
      const chosen = choose({ PATH: "/bin1:/bin2" }, "darwin-arm64", [executable]);
      assert.deepEqual(chosen, { kind: "installed", executable });
    }
  });

  it("is asked for where there is none: what runs where, and what to do", () => {
    assert.throws(
      () => choose({ PATH: "/usr/bin" }, "linux-arm64"),
      /there is no Chromium .* this is linux-arm64; install Chromium .* PICTOR_BROWSER/,
    );
  });
});
