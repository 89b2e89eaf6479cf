import { type ErrorCode, errorTable } from '@esp-prov/protocol';
import { expect } from 'vitest';
import type { Ended } from './program.ts';

/**
 * Checks that a run ended with `exitCode` and told `code`, what happened and what to do next, and nothing of its inside;
 * with `message` also that it said so.
 */
export function expectFailure(ended: Ended, exitCode: number, code: ErrorCode, message = /(?:)/): void {
  const told = ended.stderr.replace(/\s+/g, ' ');
  expect(told).toMatch(message);
  expect(told).toContain(`(${code})`);
  expect(ended.code).toBe(exitCode);
  expect(told).toMatch(/error: [^a-z\s]/);
  expect(told).toMatch(remedyOf(code));
  expectNoInside(ended);
}

/** As {@link expectFailure}, of a run with `--json`. */
export function expectJsonFailure(ended: Ended, exitCode: number, code: ErrorCode): void {
  const last = jsonLines(ended).at(-1);
  expect(last).toMatchObject({ result: 'error', code, exitCode, remedy: expect.stringMatching(remedyOf(code)) });
  expect(String(last?.['message'])).toMatch(/\.$/);
  expect(ended.code).toBe(exitCode);
  expectNoInside(ended);
}

/** Of a wrong command line the help of its command says more than the table of errors can. */
function remedyOf(code: ErrorCode): RegExp {
  if (code === 'usage/invalid-option') return /Run esp-prov( [a-z-]+)* --help\./;
  return new RegExp(errorTable[code].remedy.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}

/** What a run with `--json` printed: every line of stdout is one JSON object. */
export function jsonLines({ stdout }: Ended): Record<string, unknown>[] {
  expect(stdout).toMatch(/\n$/);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function expectNoInside({ stdout, stderr }: Ended): void {
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .*:\d+:\d+\)?$|node:internal|UnhandledPromise|Unexpected failure/m);
}
