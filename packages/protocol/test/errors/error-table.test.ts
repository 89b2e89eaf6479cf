import { describe, expect, test } from 'vitest';
import { errorCauses } from '../../src/errors/error-causes.ts';
import { type ErrorCode, type ErrorEntry, errorTable } from '../../src/errors/error-table.ts';
import { exitCodes } from '../../src/errors/exit-codes.ts';

const entries = Object.entries<ErrorEntry>(errorTable).map(([code, entry]) => ({ code, ...entry }));

/** An option, a command, a page or an interface of programs: what a text for everybody does not name. */
const addressed = /(?<!enable )--[a-z]|esp-prov|in the documentation|\ballow[A-Z]|\bthe command\b/;

describe.each(entries)('$code', ({ code, meaning, remedy, command, exit }) => {
  test('is a family and a name in lower case', () => {
    expect(code).toMatch(/^[a-z]+\/[a-z]+(-[a-z]+)*$/);
  });

  test.each([['meaning', meaning], ['remedy', remedy], ...(command === undefined ? [] : [['command', command]])])(
    'has a %s of whole sentences',
    (_, text) => {
      expect(text).toMatch(/^[A-Z].*[^.]\.$/);
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/\s{2}|\n/);
    },
  );

  test('is told in words for everybody, and what to type apart from them', () => {
    for (const text of [meaning, remedy, ...causesOf(code)]) expect(text).not.toMatch(addressed);
    if (command !== undefined) expect(command).toMatch(addressed);
  });

  test('names pages by their titles, as an installed command has no folder docs', () => {
    for (const text of [meaning, remedy, command ?? '', ...causesOf(code)]) expect(text).not.toMatch(/docs\/|\.md\b/);
  });

  test('ends a command with the code of a failure', () => {
    expect(exitCodes[exit]).toBeGreaterThan(0);
  });
});

test('no two failures mean the same', () => {
  expect(new Set(entries.map(({ meaning }) => meaning)).size).toBe(entries.length);
});

test('no two families share an exit code, and all fit into one byte', () => {
  const codes = Object.values(exitCodes);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toSatisfy((value: number) => value >= 0 && value <= 255);
  expect(exitCodes).toMatchObject({ ok: 0, provisioningFailed: 1, usage: 2, outcomeUnknown: 3, interrupted: 130 });
});

test('every failure has likely causes, in the order of the table', () => {
  expect(Object.keys(errorCauses)).toEqual(Object.keys(errorTable));
});

test.each(Object.entries(errorCauses))('the likely causes of %s are whole sentences, each told once', (_, causes) => {
  expect(causes.length).toBeGreaterThan(0);
  expect(new Set(causes).size).toBe(causes.length);
  for (const cause of causes) {
    expect(cause).toMatch(/^[A-Z].*[^.]\.$/);
    expect(cause).not.toMatch(/\s{2}|\n/);
  }
});

test('no next step weakens security, but those that say for whom alone', () => {
  const weaker = /--(sec-ver|min-sec-ver|min-sec-patch|no-pop|allow-\w+)|allow[A-Z]\w+/;
  const told = entries.filter(({ remedy, command = '' }) => weaker.test(`${remedy} ${command}`));
  expect(told.map(({ code }) => code)).toEqual(['session/downgraded', 'session/unproven', 'session/tampered']);
  for (const { command } of told) expect(command).toMatch(/^Only if you know that/);
});

function causesOf(code: string): readonly string[] {
  return errorCauses[code as ErrorCode];
}
