import { expect, test } from 'vitest';
import type { FlowWorld } from '../../src/run/flow-world.ts';
import { bench } from '../support/bench.ts';

type Camera = NonNullable<FlowWorld['camera']>;

const label = '{"ver":"v1","name":"PROV_1","pop":"abcd1234","transport":"ble"}';

/** A camera that tests hold things before. */
function fakeCamera(result: 'on' | 'denied' | 'none' = 'on') {
  let see: (text: string) => void = () => undefined;
  let isOn = false;
  const camera: Camera = {
    start: async ({ signal, onText, onStream }) => {
      if (result !== 'on') return result;
      isOn = true;
      see = onText;
      onStream({} as MediaStream);
      signal.addEventListener('abort', () => {
        isOn = false;
        onStream(undefined);
      });
      return 'on';
    },
  };
  return { camera, see: (text: string) => see(text), isOn: () => isOn };
}

test('a code before the camera names the device, and the camera goes off', async () => {
  const { camera, see, isOn } = fakeCamera();
  await using at = await bench(1, { world: { camera } });
  at.do({ kind: 'open-qr' });
  await at.until('qr', (screen) => screen.camera === 'on');
  expect(at.runner.stream).toBeDefined();
  see('MT:Y.K9042C00KA0648G00');
  await at.until('qr', ({ problem }) => problem === 'qr-of-others');
  const before = at.states.length;
  for (let i = 0; i < 20; i++) see('MT:Y.K9042C00KA0648G00');
  await at.clock.advance(1);
  expect(at.states).toHaveLength(before);
  see(label);
  await at.until('choose');
  expect(isOn()).toBe(false);
  expect(at.runner.stream).toBeUndefined();
  expect(at.runner.state.wanted).toMatchObject({ namePrefix: 'PROV_1', pop: 'abcd1234' });
});

test('going back switches the camera off', async () => {
  const { camera, isOn } = fakeCamera();
  await using at = await bench(1, { world: { camera } });
  at.do({ kind: 'open-qr' });
  await at.until('qr', (screen) => screen.camera === 'on');
  at.do({ kind: 'back' });
  expect(isOn()).toBe(false);
});

test.each(['denied', 'none'] as const)('a camera that is %s leaves pictures and typing', async (result) => {
  await using at = await bench(1, { world: { camera: fakeCamera(result).camera } });
  at.do({ kind: 'open-qr' });
  await at.until('qr', (screen) => screen.camera === result);
  at.do({ kind: 'qr-input', input: 'typed' });
  at.do({ kind: 'qr-text', text: 'NP:PROV_2|pop|b' });
  await at.until('choose');
  expect(at.runner.state.wanted.namePrefix).toBe('PROV_2');
});

test('a picture without a code, and one that cannot be opened, are refused', async () => {
  const results = [async () => undefined, async () => Promise.reject(new Error('broken')), async () => label];
  for (const readPicture of results) {
    await using at = await bench(1, { world: { readPicture } });
    at.do({ kind: 'open-qr' });
    at.do({ kind: 'qr-input', input: 'picture' });
    at.runner.readPicture(new Blob(['x']));
    if (readPicture === results[2]) await at.until('choose');
    else await at.until('qr', ({ problem }) => problem === 'qr-unknown');
  }
});
