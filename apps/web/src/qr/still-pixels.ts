import type { Pixels } from './code-finder.ts';

/** Longest side of a picture in which a code is looked for; a label fills a good part of it. */
const longestSide = 1600;

/** Returns the size that a picture is drawn in, the longer side bounded. */
export function boundedSize(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Draws a picture or a frame of a video, made smaller where it is large; undefined where a page may not. */
export function drawPixels(
  source: CanvasImageSource,
  { width, height }: { readonly width: number; readonly height: number },
  canvas: HTMLCanvasElement,
): Pixels | undefined {
  const size = boundedSize(width, height);
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.drawImage(source, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height);
}
