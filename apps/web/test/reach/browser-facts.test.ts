import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { type BrowserWindow, readBrowser } from '../../src/reach/browser-facts.ts';

const page = { helper: undefined, isServed: false, hasVirtual: false };

function look(window: {
  navigator?: Partial<BrowserWindow['navigator']>;
  document?: BrowserWindow['document'];
}): ReturnType<typeof readBrowser> {
  const clock = manualClock();
  const navigator = { userAgent: 'x', ...window.navigator };
  return clock.run(
    readBrowser({ isSecureContext: true, document: {}, ...window, navigator }, page, (ms) => clock.sleep(ms)),
  );
}

test('a browser that has nothing and says nothing is no failure', async () => {
  expect(await look({})).toMatchObject({ hasBluetooth: false, hasAdapter: undefined, allowsBluetooth: undefined });
});

test('one that never says whether there is an adapter is not waited for', async () => {
  const bluetooth = { getAvailability: () => new Promise<boolean>(() => undefined) };
  expect(await look({ navigator: { bluetooth } })).toMatchObject({ hasBluetooth: true, hasAdapter: undefined });
});

test('one that refuses to say it, or says it badly, is believed to have one', async () => {
  const bluetooth = { getAvailability: () => Promise.reject(new Error('no')) };
  expect(await look({ navigator: { bluetooth } })).toMatchObject({ hasAdapter: undefined });
});

test('a policy counts only for features that the browser knows', async () => {
  const policy = (features: string[]) => ({
    featurePolicy: { allowsFeature: () => false, features: () => features },
  });
  expect(await look({ document: policy(['bluetooth']) })).toMatchObject({
    allowsBluetooth: false,
    allowsSerial: undefined,
  });
  const broken = {
    featurePolicy: {
      allowsFeature: () => {
        throw new Error('no');
      },
    },
  };
  expect(await look({ document: broken })).toMatchObject({ allowsBluetooth: undefined });
});
