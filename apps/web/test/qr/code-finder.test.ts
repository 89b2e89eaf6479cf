import { encodeQR } from 'qr';
import { describe, expect, test } from 'vitest';
import { codeFinder, type Pixels } from '../../src/qr/code-finder.ts';

/** A picture as the canvas of a browser hands it out: its facts are accessors of the class. */
class CanvasPixels implements Pixels {
  readonly #facts: Pixels;

  constructor(facts: Pixels) {
    this.#facts = facts;
  }

  get width(): number {
    return this.#facts.width;
  }

  get height(): number {
    return this.#facts.height;
  }

  get data(): Uint8ClampedArray {
    return this.#facts.data;
  }
}

/** Draws a code, black on white, in squares of four pixels. */
function draw(text: string): CanvasPixels {
  const scale = 4;
  const modules = encodeQR(text, 'raw', { border: 4 });
  const side = modules.length * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (!modules[Math.floor(row / scale)]?.[Math.floor(column / scale)]) continue;
      data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return new CanvasPixels({ width: side, height: side, data });
}

describe('a finder of codes', () => {
  test('reads a picture of a canvas where the browser has no reader of its own', async () => {
    const text = '{"ver":"v1","name":"PROV_261FCC","pop":"abcd1234","transport":"ble"}';
    const find = await codeFinder(undefined);
    expect(await find(draw(text))).toBe(text);
  });

  test('finds nothing where there is nothing', async () => {
    const find = await codeFinder(undefined);
    const data = new Uint8ClampedArray(64 * 64 * 4).fill(128);
    expect(await find(new CanvasPixels({ width: 64, height: 64, data }))).toBeUndefined();
  });
});
