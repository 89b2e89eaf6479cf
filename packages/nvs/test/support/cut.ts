import { expect } from 'vitest';
import { NvsError, type NvsOptions, NvsStore } from '../../src/index.ts';
import { type Change, type Content, change, contentAfter, contentOf, fingerprint, readContent } from './model.ts';
import { apply, applyTorn, RecordingFlash } from './recording-flash.ts';

/** How a change is cut. */
export interface CutOptions extends NvsOptions {
  /** Cuts in every n-th step, and in all steps near the begin and the end. */
  readonly stride?: number;
}

/** What a change that was cut everywhere left when it was not cut. */
export interface Uncut {
  readonly image: Uint8Array;
  readonly content: Content;
  readonly steps: number;
}

const edge = 12;

/** Cuts the power while a change is made, and expects the old or the new content each time. */
export function cutEverywhere(before: Uint8Array, step: Change, options: CutOptions = {}): Uncut {
  const { stride = 1, ...storeOptions } = options;
  const flash = new RecordingFlash(before);
  const store = NvsStore.open(flash, storeOptions);
  const image = flash.image();
  flash.steps.length = 0;
  const old = contentOf(store);
  const content = changeIfRoom(store, step) ? contentAfter(old, step) : old;
  expect(fingerprint(contentOf(store))).toBe(fingerprint(content));
  const allowed = new Set([fingerprint(old), fingerprint(content)]);
  const { steps } = flash;
  steps.forEach((flashStep, i) => {
    if (i < edge || i >= steps.length - edge || i % stride === 0) {
      const tear = (i * 0x9e3779b1) >>> 0;
      for (const cut of [image, applyTorn(image, flashStep, tear)]) {
        const what = `step ${i} of ${steps.length}${cut === image ? '' : ', torn'}`;
        if (!allowed.has(fingerprint(readContent(cut)))) expect.fail(`${what}: read only`);
        if (!survives(cut, allowed, i, storeOptions)) expect.fail(what);
      }
    }
    apply(image, flashStep);
  });
  return { image, content, steps: steps.length };
}

/** Opens what a cut left, and opens it again after one more cut while that is repaired. */
function survives(cut: Uint8Array, allowed: ReadonlySet<string>, salt: number, options: NvsOptions): boolean {
  const flash = new RecordingFlash(cut);
  const found = fingerprint(contentOf(NvsStore.open(flash, options)));
  if (!allowed.has(found)) return false;
  const { steps } = flash;
  if (steps.length === 0) return true;
  const last = (salt * 7919) % steps.length;
  const image = Uint8Array.from(cut);
  for (const step of steps.slice(0, last)) apply(image, step);
  const again = applyTorn(
    image,
    steps[last] as (typeof steps)[number],
    salt % 3 === 0 ? 0xffffffff : salt * 0x85ebca6b,
  );
  return allowed.has(fingerprint(contentOf(NvsStore.open(new RecordingFlash(again), options))));
}

function changeIfRoom(store: NvsStore, step: Change): boolean {
  try {
    change(store, step);
    return true;
  } catch (error) {
    if (error instanceof NvsError && error.code === 'nvs/no-space') return false;
    throw error;
  }
}
