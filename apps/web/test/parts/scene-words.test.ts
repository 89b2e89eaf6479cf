import { expect, test } from 'vitest';
import type { Link, Scene } from '../../src/flow/scene.ts';
import { farSign, nearSign, sceneSentence } from '../../src/parts/scene-words.ts';
import { en } from '../../src/words/en.ts';

const links: readonly Link[] = ['idle', 'busy', 'up', 'broken', 'doubt'];
const scene: Scene = {
  near: 'idle',
  far: 'idle',
  way: 'bluetooth',
  isSealed: false,
  device: undefined,
  network: undefined,
  isSetUp: false,
};

test('the drawing has a sentence of its own for every state of both links', () => {
  const near = links.map((link) => sceneSentence({ ...scene, near: link }, en));
  const far = links.slice(1).map((link) => sceneSentence({ ...scene, near: 'up', far: link }, en));
  const setUp = sceneSentence({ ...scene, near: 'up', far: 'up', isSetUp: true }, en);
  expect(new Set([...near, ...far, setUp]).size).toBe(near.length + far.length + 1);
});

test('names in the sentence are harmless and isolated', () => {
  const device = '\u202Eevil\u0000';
  expect(sceneSentence({ ...scene, near: 'up', device }, en)).toBe(
    'This browser is connected to \u2068\uFFFDevil\uFFFD\u2069.',
  );
});

test('a device without a name is yours, in the middle of a sentence and at its beginning', () => {
  expect(sceneSentence({ ...scene, near: 'up' }, en)).toBe('This browser is connected to \u2068your device\u2069.');
  const home = { far: 'busy', network: 'home' } as const;
  expect(sceneSentence({ ...scene, near: 'up', ...home }, en)).toBe(
    '\u2068Your device\u2069 is joining \u2068home\u2069.',
  );
});

test('the sign is how they talk, then that they talk in secret, and a failure comes first', () => {
  expect(nearSign({ ...scene, way: 'usb' })).toBe('usb');
  expect(nearSign({ ...scene, way: 'softap', near: 'busy' })).toBe('hotspot');
  expect(nearSign({ ...scene, near: 'up' })).toBe('bluetooth');
  expect(nearSign({ ...scene, near: 'up', isSealed: true })).toBe('lock');
  expect(nearSign({ ...scene, near: 'doubt' })).toBe('ask');
  expect(farSign({ ...scene, far: 'up' })).toBe('check');
  expect(farSign({ ...scene, far: 'broken' })).toBe('bang');
});
