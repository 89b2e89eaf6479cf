import { expect, test } from 'vitest';
import { galleryIds } from '../../src/gallery/gallery-ids.ts';
import { galleryStates } from '../../src/gallery/states.ts';

/** The compiler holds that no screen is missing here, and none too many. */
const screens = {
  start: 0,
  blocked: 0,
  qr: 0,
  softap: 0,
  choose: 0,
  nothing: 0,
  connecting: 0,
  proof: 0,
  account: 0,
  consent: 0,
  networks: 0,
  other: 0,
  password: 0,
  joining: 0,
  done: 0,
  failed: 0,
  unknown: 0,
  already: 0,
  trouble: 0,
} satisfies Record<(typeof galleryStates)[string]['screen']['name'], number>;

test('the gallery shows every screen', () => {
  const shown = new Set(Object.values(galleryStates).map(({ screen }) => screen.name));
  expect([...shown].sort()).toEqual(Object.keys(screens).sort());
});

test('its names can stand in an address as they are', () => {
  for (const id of galleryIds) expect(id).toMatch(/^[a-z-]+$/);
});
