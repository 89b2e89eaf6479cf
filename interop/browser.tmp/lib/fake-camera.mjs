import { writeFile } from 'node:fs/promises';
import { encode } from 'uqr';

const [width, height] = [1280, 720];

/** Switches of Chromium for a camera that shows a file; it is read when a page opens the camera. */
export const cameraSwitches = (file) => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];

/** Writes a film of one picture: a QR code, black on white, in the middle; without a text it is all grey. */
export async function writeFilm(file, text) {
  const luma = Buffer.alloc(width * height, text === undefined ? 128 : 235);
  if (text !== undefined) draw(luma, encode(text, { ecc: 'M', border: 4 }).data);
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  await writeFile(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip C420\n`), frame, frame]));
}

function draw(luma, modules) {
  const scale = Math.floor((height * 0.7) / modules.length);
  const left = (width - scale * modules.length) >> 1;
  const top = (height - scale * modules.length) >> 1;
  for (const [row, cells] of modules.entries()) {
    for (const [column, isDark] of cells.entries()) {
      for (let line = 0; line < scale; line++) {
        const begin = (top + row * scale + line) * width + left + column * scale;
        luma.fill(isDark ? 16 : 235, begin, begin + scale);
      }
    }
  }
}
