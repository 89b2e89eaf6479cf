import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../write-whole.mjs';
import { scenes } from './scenes.mjs';
import { smallPng } from './small-png.mjs';

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));

/** Largest picture, in bytes. */
const largest = 150_000;

/** Photographs the page and writes the pictures, each with its text beside it. Returns what is wrong. */
export async function writePictures() {
  const { findChromium, photographPage } = await import('./photograph-page.mjs');
  const path = findChromium();
  if (path === undefined) {
    console.log('The pictures of the page are left as they are: no chromium; ESP_PROV_CHROMIUM may name one.');
    return pictureFaults();
  }
  for (const [name, { text, pictures }] of Object.entries(await photographPage({ path }))) {
    writeWhole(join(folder, `page-${name}.txt`), text);
    for (const [scheme, png] of Object.entries(pictures)) {
      writeWhole(join(folder, pictureOf(name, scheme)), smallPng(png));
    }
  }
  return pictureFaults();
}

/** Returns which pictures are missing or too large. */
export function pictureFaults() {
  return Object.keys(scenes)
    .flatMap((name) => ['light', 'dark'].map((scheme) => pictureOf(name, scheme)))
    .flatMap((file) => {
      const size = read(file)?.length;
      if (size === undefined) return [`docs/pictures/${file} is missing. Run: npm run pictures`];
      return size > largest ? [`docs/pictures/${file} has more than ${largest} bytes: ${size}`] : [];
    });
}

/** Returns in which scenes the page says something else than the text beside its pictures. */
export function textFaults(taken) {
  return Object.entries(taken).flatMap(([name, { text }]) => {
    const file = `page-${name}.txt`;
    const kept = read(file)?.toString('utf8');
    if (kept === text) return [];
    const [old, now] = [(kept ?? '').split('\n'), text.split('\n')];
    const at = now.findIndex((line, index) => line !== old[index]);
    return [
      `docs/pictures/${file}:${at + 1} says “${old[at] ?? ''}”, the page says “${now[at] ?? ''}”. Run: npm run pictures`,
    ];
  });
}

function pictureOf(name, scheme) {
  return `page-${name}-${scheme}.png`;
}

function read(file) {
  try {
    return readFileSync(join(folder, file));
  } catch {
    return undefined;
  }
}
