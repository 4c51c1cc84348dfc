import { renderHtml } from "../../src";
import { kept, refers, review, type Stack, to, updated } from "./stacks";

/** As many queues, each of which refers to three that come before it. */
function tangle(count: number): Stack {
  const addresses = Array.from({ length: count }, (_, at) => `aws_sqs_queue.queue_number_${at}`);
  return {
    changes: addresses.map((address) => updated(address)),
    module: {
      resources: addresses.map((address, at) =>
        refers(address, {
          a: to(
            ...[1, 7, 19].flatMap((back) => (at >= back ? [`${addresses[at - back]}.arn`] : [])),
          ),
        }),
      ),
    },
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxesIn(html: string): Box[] {
  return [...html.matchAll(/<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"/g)].map(
    ([, x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }),
  );
}

describe("the drawing", () => {
  it("of 150 resources overlaps nowhere, and every line begins and ends at a box", () => {
    const html = renderHtml(review(tangle(150)));
    const boxes = boxesIn(html);
    expect(boxes).toHaveLength(150);
    const overlaps = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter(
          (b) =>
            a.x < b.x + b.width &&
            b.x < a.x + a.width &&
            a.y < b.y + b.height &&
            b.y < a.y + a.height,
        ),
    );
    expect(overlaps).toEqual([]);
    const lines = [
      ...html.matchAll(/<path class="way[^"]*" d="M(\S+) (\S+?)(?:L[^"]*)?L(\S+) (\S+)"/g),
    ];
    expect(lines.length).toBeGreaterThan(400);
    const touches = (x: number, y: number) =>
      boxes.some(
        (box) =>
          x > box.x - 1.5 &&
          x < box.x + box.width + 1.5 &&
          y > box.y - 1.5 &&
          y < box.y + box.height + 1.5,
      );
    for (const [, x1, y1, x2, y2] of lines) {
      expect(touches(Number(x1), Number(y1)) && touches(Number(x2), Number(y2))).toBe(true);
    }
  });

  it("of more leaves out the rest, and says how much", () => {
    const result = review(tangle(400));
    expect(result.stacks[0]?.blast).toMatchObject({ left: 250 });
    const html = renderHtml(result);
    expect(boxesIn(html)).toHaveLength(150);
    expect(html).toContain("250 more are not drawn");
  });

  it("escapes what a plan calls its resources", () => {
    const evil = 'aws_sqs_queue.q["<script>alert(1)</script>"]';
    const html = renderHtml(
      review({
        changes: [updated(evil), kept("aws_sns_topic.t")],
        module: { resources: [refers("aws_sns_topic.t", { a: to("aws_sqs_queue.q") })] },
      }),
    );
    expect(html).toContain("<svg");
    expect(html).not.toContain("<script>alert");
  });
});
