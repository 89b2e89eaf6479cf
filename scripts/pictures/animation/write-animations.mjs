import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../write-whole.mjs';
import { animations } from './animations.mjs';
import { drawAnimation } from './draw-animation.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Largest animation, in bytes: it is on the first page that anybody sees. */
const largest = 60_000;

/** Width of the terminals. */
const columns = 80;

/** Writes the animated terminals, or compares them. Returns what is wrong, a sentence for each. */
export async function writeAnimations(recordings, { names, isCheck }) {
  const faults = [];
  const wanted = animations.filter(({ recording }) => names.length === 0 || names.includes(recording));
  for (const { recording, file, title, description, panes } of wanted) {
    const parts = await recordings.made(recording);
    const drawn = panes.map(({ part, ...pane }) => ({ ...pane, columns, frames: parts[part].frames }));
    const svg = drawAnimation({ title, description, panes: drawn });
    if (Buffer.byteLength(svg) > largest)
      faults.push(`${file} has more than ${largest} bytes: ${Buffer.byteLength(svg)}`);
    if (!isCheck) {
      writeWhole(join(root, file), svg);
    } else if (read(join(root, file)) !== svg) {
      faults.push(`${file} is not what the recording ${recording} shows. Run: npm run pictures -- ${recording}`);
    }
  }
  return faults;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
