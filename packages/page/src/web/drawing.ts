import { byId } from "./dom";
import { squareAround } from "./glyph";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels that an arrow key moves the pen. */
const step = 14;
const penWidth = 32;
/** The pictures that the demonstration model learned from: 8 pixels a side, shown with 32. */
const learned = { cells: 8, side: 32 };

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

/** A canvas to draw on with a pointer or with the keyboard. */
export class Drawing {
  private readonly canvas = byId<HTMLCanvasElement>("canvas");
  private readonly context = contextOf(this.canvas);
  private pen: Point = { x: this.canvas.width / 2, y: this.canvas.height / 4 };
  private isDown = false;

  /** @param onSend called for Enter */
  public constructor(onSend: () => void) {
    this.canvas.addEventListener("pointerdown", (event) => this.lower(event));
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons > 0) this.moveTo(this.pointOf(event));
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event, onSend));
    this.clear();
  }

  public clear(): void {
    const { width, height } = this.canvas;
    this.context.fillStyle = "black";
    this.context.fillRect(0, 0, width, height);
  }

  /** The drawing as the model learned digits: cut out, 8 × 8 cells, enlarged; `undefined` where nothing is drawn. */
  public async picture(): Promise<Blob | undefined> {
    const { width, height } = this.canvas;
    const { data } = this.context.getImageData(0, 0, width, height);
    const box = squareAround(
      Float32Array.from({ length: width * height }, (_, index) => data[index * 4] ?? 0),
      width,
    );
    if (box === undefined) return undefined;
    const { cells, side } = learned;
    const coarse = contextOf(new OffscreenCanvas(cells, cells));
    coarse.imageSmoothingQuality = "high";
    coarse.drawImage(this.canvas, box.left, box.top, box.width, box.height, 0, 0, cells, cells);
    const fine = contextOf(new OffscreenCanvas(side, side));
    fine.imageSmoothingQuality = "high";
    fine.fillRect(0, 0, side, side);
    fine.drawImage(coarse.canvas, 0, 0, side, side);
    return fine.canvas.convertToBlob({ type: "image/png" });
  }

  private lower(event: PointerEvent): void {
    this.canvas.setPointerCapture(event.pointerId);
    this.pen = this.pointOf(event);
    this.isDown = true;
    this.moveTo(this.pen);
    this.isDown = false;
  }

  private key(event: KeyboardEvent, onSend: () => void): void {
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      const target = { x: this.pen.x + arrow.x, y: this.pen.y + arrow.y };
      if (this.isDown) this.moveTo(target);
      else this.pen = this.clamp(target);
    } else if (event.key === " ") {
      this.isDown = !this.isDown;
      if (this.isDown) this.moveTo(this.pen);
    } else if (event.key === "Enter") onSend();
    else if (event.key === "Backspace") this.clear();
    else return;
    event.preventDefault();
    this.sayWhere();
  }

  private moveTo(target: Point): void {
    const to = this.clamp(target);
    this.context.strokeStyle = "white";
    this.context.lineWidth = penWidth;
    this.context.lineCap = "round";
    this.context.beginPath();
    this.context.moveTo(this.pen.x, this.pen.y);
    this.context.lineTo(to.x, to.y);
    this.context.stroke();
    this.pen = to;
  }

  private sayWhere(): void {
    const share = (value: number, of: number) => `${Math.round((value / of) * 100)} %`;
    const { width, height } = this.canvas;
    const where = `${share(this.pen.x, width)} from the left, ${share(this.pen.y, height)} from the top`;
    byId("pen").textContent = `Pen ${this.isDown ? "down" : "up"}, ${where}`;
  }

  private pointOf({ offsetX, offsetY }: PointerEvent): Point {
    const scale = this.canvas.width / this.canvas.clientWidth;
    return { x: offsetX * scale, y: offsetY * scale };
  }

  private clamp({ x, y }: Point): Point {
    const { width, height } = this.canvas;
    return { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) };
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D;
function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D;
function contextOf(canvas: HTMLCanvasElement | OffscreenCanvas): unknown {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser cannot draw");
  return context;
}
