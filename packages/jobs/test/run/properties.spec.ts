import fc from "fast-check";
import { chunks } from "../../lambda/batch/object-store";
import { readAnswer } from "../../src/run/answer";
import { manifestKeys, readManifest, writeManifest } from "../../src/run/manifest";
import { type Part, partition } from "../../src/run/partition";
import { reviewPart } from "../../src/run/review";
import { addCounts, countLines, noResults } from "../../src/run/summary";

const keys = fc.uniqueArray(fc.string({ minLength: 1 }).map((name) => `batch/in/${name}`));
const limit = fc.integer({ min: 1, max: 7 });

async function partsOf(...args: Parameters<typeof partition>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of partition(...args)) parts.push(part);
  return parts;
}

describe("partition", () => {
  it("puts each picture into one part, in order, and no more into a part than it takes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.string({ minLength: 1 }), bytes: fc.nat(20) })),
        limit,
        async (found, pictures) => {
          const parts = await partsOf(found, { pictures, bytes: 10 });
          const wanted = found.filter(({ key }) => !key.endsWith("/"));
          expect(parts.flatMap((part) => part.keys)).toEqual(
            wanted.filter(({ bytes }) => bytes <= 10).map(({ key }) => key),
          );
          expect(parts.flatMap((part) => part.tooLarge)).toEqual(
            wanted.filter(({ bytes }) => bytes > 10).map(({ key }) => key),
          );
          const sizes = parts.map((part) => part.keys.length + part.tooLarge.length);
          expect(sizes.slice(0, -1).every((size) => size === pictures)).toBe(true);
          expect(sizes.every((size) => size >= 1 && size <= pictures)).toBe(true);
          expect(parts.map(({ index }) => index)).toEqual(parts.map((_, at) => at));
        },
      ),
    );
  });

  it("holds no more than a part's pictures: it asks for no picture before its part is taken", async () => {
    let asked = 0;
    function* endless() {
      for (;;) yield { key: `batch/in/${asked++}` };
    }
    for await (const part of partition(endless(), { pictures: 5, bytes: 1 })) {
      expect(asked).toBe(5 * (part.index + 1));
      if (part.index === 3) break;
    }
  });
});

describe("a manifest", () => {
  it("that was written is read as the same keys, by SageMaker's rules too", () => {
    fc.assert(
      fc.property(keys, (given) => {
        const text = writeManifest("pictures", "batch/in/", given);
        expect(manifestKeys(text, "pictures")).toEqual(given);
        const [head, ...names] = JSON.parse(text);
        expect(names.map((name: string) => `${head.prefix}${name}`)).toEqual(
          given.map((key) => `s3://pictures/${key}`),
        );
        const reading = readManifest(text, "pictures", "batch/in/");
        if (given.some((key) => key.endsWith("/"))) expect(reading.kind).toBe("invalid");
        else expect(reading).toEqual({ kind: "valid", keys: given });
      }),
    );
  });

  it.each([
    "",
    "{}",
    "[]",
    "[1]",
    '[{"prefix":1}]',
    '[{"prefix":"s3://pictures/batch/in/"}, 7]',
    '[{"prefix":"s3://others/batch/in/"}]',
  ])("that is %s is refused", (text) => {
    expect(readManifest(text, "pictures", "batch/in/")).toMatchObject({ kind: "invalid" });
  });
});

describe("reviewPart", () => {
  const outcome = fc.record({
    kind: fc.constantFrom("succeeded", "failed", "noCapacity", "stopped", "timedOut"),
    seconds: fc.nat(),
    reason: fc.string(),
  });

  it("ends after five jobs at the most, whatever happens to them", () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 5, maxLength: 5 }), (outcomes) => {
        let part = { attempt: 1, retried: false };
        for (const each of outcomes) {
          const review = reviewPart(part, each, 1);
          if (review.next === "collect") return;
          part = { attempt: part.attempt + 1, retried: review.retried };
        }
        throw new Error("a sixth job");
      }),
    );
  });

  it("repeats no job whose pictures are answered, and none that was stopped or late", () => {
    fc.assert(
      fc.property(outcome, fc.boolean(), fc.nat(3), (each, retried, more) => {
        const part = { attempt: 1 + more, retried };
        expect(reviewPart(part, each, 0).next).toBe("collect");
        if (each.kind === "stopped" || each.kind === "timedOut") {
          expect(reviewPart(part, each, 1).next).toBe("collect");
        }
        if (each.kind === "failed" && retried)
          expect(reviewPart(part, each, 1).next).toBe("collect");
      }),
    );
  });
});

describe("a summary", () => {
  const line = fc.oneof(
    fc.record({
      key: fc.string(),
      predictions: fc.array(
        fc.record({
          label: fc.constantFrom("cat", "dog", "6", "__proto__"),
          index: fc.nat(),
          score: fc.double({ noNaN: true }),
        }),
      ),
    }),
    fc.record({
      key: fc.string(),
      error: fc.record({ code: fc.constantFrom("a", "unanswered"), detail: fc.string() }),
    }),
  );

  it("is the same whether pictures were counted together or in parts", () => {
    fc.assert(
      fc.property(fc.array(fc.array(line)), (parts) => {
        const work = { jobSeconds: 1, jobs: 1 };
        const joined = parts.map((each) => countLines(each, work)).reduce(addCounts, noResults);
        const whole = countLines(parts.flat(), { jobSeconds: parts.length, jobs: parts.length });
        expect(joined).toEqual(whole);
        const failed = Object.values(joined.failures).reduce((sum, count) => sum + count, 0);
        expect(joined.classified + failed).toBe(joined.pictures);
      }),
    );
  });
});

describe("an answer", () => {
  it("of any bytes becomes a line", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readAnswer("k", text);
        expect(read.key).toBe("k");
        expect("predictions" in read || read.error.code !== "").toBe(true);
      }),
    );
  });

  it.each([
    '{"predictions":[{"label":"cat"}]}',
    '{"predictions":"cat"}',
    "null",
    '{"error":{}}',
    "",
  ])("that is %s is none of the model server's", (text) => {
    expect(readAnswer("k", text)).toMatchObject({ error: { code: "bad-answer" } });
  });
});

describe("chunks", () => {
  it("are all bytes in order, each of the size but the last", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array()),
        fc.integer({ min: 1, max: 9 }),
        async (pieces, size) => {
          async function* given() {
            yield* pieces;
          }
          const made: Uint8Array[] = [];
          for await (const chunk of chunks(given(), size)) made.push(chunk);
          expect(Buffer.concat(made)).toEqual(Buffer.concat(pieces));
          expect(made.slice(0, -1).every((chunk) => chunk.length === size)).toBe(true);
          expect(made.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
