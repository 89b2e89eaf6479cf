import { expect, test } from 'vitest';
import type { FlowState, Screen } from '../../src/flow/flow-state.ts';
import { galleryStates } from '../../src/gallery/states.ts';
import { announcement, isFailure } from '../../src/screens/announcement.ts';
import { en } from '../../src/words/en.ts';

function state(id: string): FlowState {
  const found = galleryStates[id];
  if (!found) throw new Error(`no state ${id} in the gallery`);
  return found;
}

test('nothing is announced when the page loads: its heading is read like any other', () => {
  for (const each of Object.values(galleryStates)) expect(announcement(undefined, each, en)).toBeUndefined();
});

test('steps and attempts are announced as they come', () => {
  expect(announcement(state('joining-send'), state('joining'), en)).toBe('Not connected yet. 3 attempts left.');
  expect(announcement(state('connecting-find'), state('connecting'), en)).toBe('Read what it can do');
});

test('the list of networks is announced once, and not at every scan', () => {
  expect(announcement(state('networks-first'), state('networks'), en)).toBe('5 networks, still looking');
  expect(announcement(state('networks'), state('networks-many'), en)).toBeUndefined();
});

test('a failure is announced by its title', () => {
  const failures = Object.values(galleryStates).filter(({ screen }) => isFailure(screen));
  expect(failures.length).toBeGreaterThan(10);
  for (const each of failures) expect(announcement(state('joining'), each, en)).toMatch(/\S/);
});

test('what was said on one screen is not left standing on the next', () => {
  const quiet: readonly Screen['name'][] = ['done', 'start', 'password'];
  for (const name of quiet) expect(announcement(state('connecting'), state(name), en)).toBe('');
});

test('a failure that follows another one on the same screen is announced too', () => {
  const [one, other] = Object.values(galleryStates).filter(({ screen }) => screen.name === 'trouble');
  if (!one || !other) throw new Error('the gallery has fewer than two troubles');
  expect(announcement(one, other, en)).toMatch(/\S/);
  expect(announcement(one, one, en)).toBeUndefined();
});
