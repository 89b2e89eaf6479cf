import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { buttonsHint, takeButtons } from '../../../src/commands/device/take-buttons.ts';
import type { Output } from '../../../src/report/output.ts';

function bench(fail?: Error) {
  const input = new PassThrough();
  const pressed: string[] = [];
  const warnings: string[] = [];
  const note = async (what: string) => {
    pressed.push(what);
    if (fail) throw fail;
  };
  const device = {
    offerProvisioning: () => note('provision'),
    advertise: (on: boolean) => note(on ? 'resume' : 'pause'),
  };
  const output = { event: (_: unknown, text: string) => warnings.push(text) } as unknown as Output;
  const release = takeButtons(device, { input, output });
  const type = async (text: string | Uint8Array) => {
    input.write(text);
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { input, pressed, warnings, release, type };
}

describe('the buttons of a device', () => {
  test('are named to the person at its terminal', () => {
    expect(buttonsHint).toBe('Its buttons: type provision, pause, resume and Enter.');
  });

  test('are pressed by words, however the lines arrive, one after the other', async () => {
    const { pressed, type } = bench();
    await type('pa');
    await type('use\nresume\r\n\n  provision \npause');
    expect(pressed).toEqual(['pause', 'resume', 'provision']);
    await type('\n');
    expect(pressed).toEqual(['pause', 'resume', 'provision', 'pause']);
  });

  test('are named where a word is none of them, harmlessly', async () => {
    const { pressed, warnings, type } = bench();
    await type('__proto__\nconstructor\n\x1b[2J\u202e\n');
    expect(pressed).toEqual([]);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toBe('warning: there is no button __proto__; there are provision, pause, resume');
    expect([...(warnings[2] ?? '')].every((each) => each >= ' ' && each !== '\u202e')).toBe(true);
  });

  test('say what failed, and can be pressed again', async () => {
    const { pressed, warnings, type } = bench(new Error('busy'));
    await type('pause\npause\n');
    expect(pressed).toEqual(['pause', 'pause']);
    expect(warnings).toEqual(['warning: busy', 'warning: busy']);
  });

  test('hold neither a line without an end nor any number of presses', async () => {
    const { pressed, warnings, type } = bench();
    await type('x'.repeat(1_000_000));
    await type(`\n${'pause\n'.repeat(10_000)}`);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.length).toBeLessThan(120);
    // One unknown word and seven presses wait at once.
    expect(pressed).toHaveLength(7);
    await type('resume\n');
    expect(pressed.at(-1)).toBe('resume');
  });

  test('are no longer pressed once they are released', async () => {
    const { pressed, release, type } = bench();
    release();
    await type('pause\n');
    expect(pressed).toEqual([]);
  });
});
