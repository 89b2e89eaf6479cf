import { expect, test } from 'vitest';
import { runSteps, Skipped } from '../../scripts/release/run-steps.mjs';

/** Runs steps by a clock that goes on by half a second at each look. */
async function printed(steps: Parameters<typeof runSteps>[0]) {
  const lines: string[] = [];
  let time = 0;
  const now = () => {
    time += 500;
    return time;
  };
  const result = await runSteps(steps, { print: (line: string) => lines.push(line), now });
  return { ...result, lines };
}

test('A step prints one line with its time and what it says', async () => {
  const { lines, failed } = await printed([
    { name: 'one', run: () => 'two files' },
    { name: 'two', run: async () => undefined },
  ]);
  expect(lines).toEqual(['   0.5 s  one                 two files', '   0.5 s  two                 done']);
  expect(failed).toEqual([]);
});

test('A step that fails stops those that need it, and no other', async () => {
  const tried: string[] = [];
  const step = (name: string, needs: string[] = [], error?: Error) => ({
    name,
    needs,
    run() {
      tried.push(name);
      if (error) throw error;
    },
  });
  const { failed, skipped, lines } = await printed([
    step('a', [], new Error('first line\nsecond line')),
    step('b', ['a']),
    step('c', ['b']),
    step('d'),
    step('e', [], new Skipped('no such tool')),
    step('f', ['e']),
  ]);
  expect(tried).toEqual(['a', 'd', 'e']);
  expect(failed).toEqual(['a', 'b', 'c', 'f']);
  expect(skipped).toEqual([{ name: 'e', why: 'no such tool' }]);
  expect(lines).toContain('          first line\n          second line');
  expect(lines.join('\n')).toContain('not tried, as it needs: b');
});
