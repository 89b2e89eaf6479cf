import { PNG } from 'pngjs';

/** Dots for a side of each square: sharp on a label of 3 cm at 300 dots an inch. */
const scale = 8;

/** Returns a QR code as PNG in shades of grey, with `border` squares of light around it. */
export function qrPng(modules: readonly (readonly boolean[])[], border: number): Buffer {
  const size = (modules.length + 2 * border) * scale;
  const picture = new PNG({ width: size, height: size });
  const isDark = (x: number, y: number) => modules[Math.floor(y / scale) - border]?.[Math.floor(x / scale) - border];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const shade = isDark(x, y) ? 0 : 255;
      picture.data.set([shade, shade, shade, 255], (y * size + x) * 4);
    }
  }
  return PNG.sync.write(picture, { colorType: 0 });
}
