import { describe, expect, it } from 'vitest';
import { MemoryFlash, NvsStore, nvsRulesOf, readNvs } from '../../src/index.ts';
import { contentOf, fingerprint } from '../support/model.ts';
import { apply, applyTorn, type FlashStep, RecordingFlash } from '../support/recording-flash.ts';
import { hex, jsonVector, vector } from '../support/vectors.ts';

interface Reclaim {
  readonly writes: number;
  readonly activatesFirst: { readonly releases: readonly string[]; readonly steps: string };
  readonly marksFirst: { readonly releases: readonly string[]; readonly steps: string };
}

const reclaim = jsonVector<Reclaim>('idf6/reclaim.json');
const before = vector('idf6/reclaim.before.bin');

/** Opens the partition whose spare page is damaged, and writes until that page is used. */
function stepsOf(release: string): readonly FlashStep[] {
  const flash = new RecordingFlash(before);
  const store = NvsStore.open(flash, { rules: nvsRulesOf(release) });
  for (let i = 0; i < reclaim.writes; i++) store.set('n', `x${i}`, { type: 'u32', value: 42 });
  return flash.steps;
}

function text(step: FlashStep): string {
  return step.kind === 'erase' ? `e${(step.sector * 4096).toString(16)}` : `w${step.offset.toString(16)}`;
}

describe('the rules of a release', () => {
  it.each([
    ['v4.4.8', true, false, 'kept'],
    ['5.0.8', true, false, 'dropped'],
    ['v5.1.6', true, false, 'dropped'],
    ['v5.1.7', false, false, 'dropped'],
    ['v5.2.3', true, false, 'kept'],
    ['v5.3', true, false, 'kept'],
    ['v5.3.5', false, false, 'dropped'],
    ['v5.4.3', true, false, 'dropped'],
    ['v5.5.2', true, false, 'dropped'],
    ['v5.5.5', false, false, 'dropped'],
    ['v6.0', false, false, 'dropped'],
    ['v6.0.1', false, true, 'dropped'],
    ['6.0.2', false, true, 'dropped'],
    ['v6.1-beta1', false, true, 'read'],
    ['v7.0', false, true, 'read'],
  ])('of %s are known', (version, activatesFirst, purgesDropped, floats) => {
    expect(nvsRulesOf(version)).toEqual({ activatesFirst, purgesDropped, floats });
  });

  it.each(['', 'latest', '6', '6.', 'v6.0.2.1', '99999.1', '6.0x6'.replace('x', '.0.')])(
    'are none of "%s"',
    (version) => {
      expect(nvsRulesOf(version)).toBeUndefined();
    },
  );
});

describe('a page that is reclaimed onto a damaged spare page', () => {
  it.each([...reclaim.activatesFirst.releases, ...reclaim.marksFirst.releases.filter((name) => name.startsWith('v'))])(
    'is marked and copied in the order of %s',
    (release) => {
      const { activatesFirst, marksFirst } = reclaim;
      const expected = activatesFirst.releases.includes(release) ? activatesFirst : marksFirst;
      expect(stepsOf(release).map(text).join(' ')).toBe(expected.steps);
    },
  );

  it.each(['v5.5.2', 'v6.0.2'])('loses nothing by a cut in any step of %s, whoever reads', (release) => {
    const old = fingerprint(contentOf(readNvs(before))).split('\n');
    const image = Uint8Array.from(before);
    const steps = stepsOf(release);
    for (const [i, step] of [...steps, undefined].entries()) {
      const cuts = step ? [image, applyTorn(image, step, (i * 0x9e3779b1) >>> 0)] : [image];
      for (const cut of cuts) {
        const stores = ['v5.5.2', 'v5.5.5', 'v6.0.2', 'v6.1'].map((reader) =>
          NvsStore.open(new MemoryFlash(cut), { rules: nvsRulesOf(reader) }),
        );
        for (const reader of [readNvs(cut), ...stores]) {
          const found = fingerprint(contentOf(reader)).split('\n');
          expect(found.filter((line) => !line.startsWith('n/x'))).toEqual(old);
        }
      }
      if (step) apply(image, step);
    }
    expect(steps.length).toBeGreaterThan(80);
  });
});

describe('what a start drops', () => {
  const dropped = vector('powerfail/u8_update_entry_unmarked.before.bin');

  it.each([
    ['v6.0', 'v5.5.5'],
    ['v6.0.1', 'master'],
  ])('is overwritten from 6.0.1 on: %s', (release, like) => {
    const flash = new MemoryFlash(dropped);
    NvsStore.open(flash, { rules: nvsRulesOf(release) });
    expect(hex(flash.image())).toBe(hex(vector(`powerfail/u8_update_entry_unmarked.after.${like}.bin`)));
  });

  it('is overwritten, but what a change erases is not, unless the store purges', () => {
    const rules = nvsRulesOf('6.0.2');
    const flash = new MemoryFlash(3 * 4096);
    const store = NvsStore.open(flash, { rules });
    store.set('ns', 'password', { type: 'string', value: 'correct horse' });
    store.eraseKey('ns', 'password');
    expect(Buffer.from(flash.image()).includes('correct horse')).toBe(true);
  });

  it.each(['v5.5.5', 'v6.0.2'])('are floats before 6.1: %s', (release) => {
    const flash = new MemoryFlash(vector('idf6/floats.bin'));
    const store = NvsStore.open(flash, { rules: nvsRulesOf(release) });
    expect(Array.from(store.entries(), ({ key }) => key)).toEqual(['u']);
    expect(hex(flash.image())).toBe(hex(vector(`idf6/floats.after.${release}.bin`)));
  });

  it.each(['v5.2', 'v6.1', 'v6.2'])('are no floats in %s', (release) => {
    const flash = new MemoryFlash(vector('idf6/floats.bin'));
    NvsStore.open(flash, { rules: nvsRulesOf(release) });
    expect(hex(flash.image())).toBe(hex(vector('idf6/floats.bin')));
  });
});
