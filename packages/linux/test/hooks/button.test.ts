import { systemClock } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { expect, it } from 'vitest';
import { Button } from '../../src/hooks/button.ts';
import { systemPrograms } from '../../src/programs/system-programs.ts';
import { FakePrograms } from '../support/fake-programs.ts';

/** A button whose program the test plays. */
function playedButton(installed = ['gpiomon']) {
  const clock = manualClock();
  const programs = new FakePrograms({}, installed);
  const lines: string[] = [];
  const presses: number[] = [];
  const button = new Button(['gpiomon', '-n1', '17'], {
    programs,
    clock,
    log: (_level, _tag, text) => void lines.push(text),
    onPress: () => void presses.push(clock.now()),
  });
  const last = () => {
    const guarded = programs.guarded.at(-1);
    if (!guarded) throw new Error('it was not started');
    return guarded;
  };
  return { clock, programs, lines, presses, button, last };
}

it('is pressed when its program ends well, and waits for the next press', async () => {
  const { clock, programs, presses, button, last } = playedButton();
  await clock.advance(5000);
  expect(programs.calls).toEqual(['gpiomon -n1 17']);
  last().end(0);
  await clock.advance(1000);
  expect(presses).toEqual([5000]);
  expect(programs.calls).toHaveLength(2);
  last().end(0);
  await clock.advance(0);
  expect(presses).toEqual([5000, 6000]);
  await button[Symbol.asyncDispose]();
  expect(programs.guarded.some(({ running }) => running)).toBe(false);
});

it('is pressed by each line that says so, once a second at most', async () => {
  const { clock, presses, button, last } = playedButton();
  await clock.advance(0);
  const print = (line: string) => last().guard.onOutput?.(line);
  for (let i = 0; i < 1000; i++) print('offer');
  print('something else');
  await clock.advance(999);
  print('offer');
  await clock.advance(1);
  print(' offer ');
  expect(presses).toEqual([0, 1000]);
  await button[Symbol.asyncDispose]();
});

it('starts a program that fails again, later and later, and says why', async () => {
  const { clock, programs, lines, presses, button, last } = playedButton();
  await clock.advance(0);
  for (let tries = 0; tries < 10; tries++) {
    last().end(1);
    await clock.advance(60_000);
  }
  expect(presses).toEqual([]);
  expect(programs.calls).toHaveLength(11);
  expect(lines.slice(0, 2)).toEqual([expect.stringContaining('in 1 s'), expect.stringContaining('in 2 s')]);
  expect(lines.at(-1)).toContain('in 60 s');
  await button[Symbol.asyncDispose]();
});

it('says that its program is missing', async () => {
  const { clock, lines, button } = playedButton([]);
  await clock.advance(0);
  await button[Symbol.asyncDispose]();
  expect(lines.join()).toContain('not installed');
});

it('works with a real program, which ends with it', async () => {
  let presses = 0;
  const button = new Button(['sh', '-c', 'echo offer; exec sleep 600'], {
    programs: systemPrograms(),
    clock: systemClock,
    log: () => undefined,
    onPress: () => {
      presses += 1;
    },
  });
  await expect.poll(() => presses).toBe(1);
  await button[Symbol.asyncDispose]();
});
