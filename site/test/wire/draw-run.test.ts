import { expect, test } from 'vitest';
import { drawRun } from '../../wire/draw-run.mjs';
import { recordedMessage } from '../../wire/runs/recorded-run.mjs';
import { requireRecorded } from '../../wire/vector.mjs';

test('a run has all messages, and those of security 1 follow one another in the key stream', async () => {
  const rows = (await drawRun()).match(/^\| \d+ \|.*$/gm) ?? [];
  expect(rows).toHaveLength(28);
  const streams = rows.flatMap((row) => [...row.matchAll(/ (\d+) to (\d+) \|/g)]);
  expect(streams).toHaveLength(22);
  let next = 64;
  for (const [, first, last] of streams) {
    expect(Number(first)).toBe(next);
    next = Number(last) + 1;
  }
  expect(rows.at(-1)).toBe('| 28 | Device: [done](control.md) | `prov-ctrl` | 4 | 495 to 498 | 20 | 22 |');
});

test('a message of a run that differs from its recording is found', async () => {
  const { plain, plainVector: vector } = await recordedMessage('v55-sec2-full', 'config-apply', 'device');
  expect(() => requireRecorded({ name: 'x', says: '', bytes: plain.subarray(1), fields: [], vector })).toThrow(
    'Example x, offset 0: byte 05, but byte 08 in protocol/session-v55-sec2-full.json, exchanges, config-apply,',
  );
});

test('a message that no run has is an error', async () => {
  await expect(recordedMessage('v55-sec2-full', 'no such', 'device')).rejects.toThrow(
    'The run v55-sec2-full has no message of the device in “no such”',
  );
});
