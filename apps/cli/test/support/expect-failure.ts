import { type ErrorCode, type ErrorEntry, errorTable } from '@esp-prov/protocol';
import { expect } from 'vitest';
import { whatToDo } from '../../src/report/what-to-do.ts';
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
  if (isUsage(code)) expect(told).toMatch(helpToRun);
  else expect(told).toContain(whatToDo(errorTable[code]));
  expectNoInside(ended);
}

/** As {@link expectFailure}, of a run with `--json`. */
export function expectJsonFailure(ended: Ended, exitCode: number, code: ErrorCode): void {
  const last = jsonLines(ended).at(-1);
  const { remedy, command }: ErrorEntry = errorTable[code];
  const typed = isUsage(code) ? expect.stringMatching(helpToRun) : (command ?? null);
  expect(last).toMatchObject({ result: 'error', code, exitCode, remedy, command: typed });
  expect(String(last?.['message'])).toMatch(/\.$/);
  expect(ended.code).toBe(exitCode);
  expectNoInside(ended);
}

/** Of a wrong command line the help of its command says more than the table of errors can. */
const helpToRun = /Run esp-prov( [a-z-]+)* --help\./;

function isUsage(code: ErrorCode): boolean {
  return code === 'usage/invalid-option';
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
