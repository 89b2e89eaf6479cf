import { describe, expect, test } from 'vitest';
import { publicEvents } from '../../src/element/public-events.ts';
import type { FlowState, Screen } from '../../src/flow/flow-state.ts';

const secret = 'correct horse';

function at(screen: Screen): FlowState {
  return {
    screen,
    ways: [],
    wanted: { namePrefix: 'PROV_', pop: secret },
    device: { name: 'PROV_1', way: 'bluetooth' },
    network: { kind: 'typed', ssidHex: '61', ssid: 'a', passphrase: secret, isOpen: false },
  };
}

const start = at({ name: 'start' });
const done = at({ name: 'done', ip4: '192.168.1.7', link: { state: 'none' } });
const failed = at({ name: 'failed', reason: 'auth-error', findings: [] });
const failure = { code: 'link/lost', message: 'the link was lost', details: [] };

describe('The page that embeds the button', () => {
  test('gets each screen once', () => {
    expect(publicEvents(undefined, start)).toEqual([{ type: 'state', detail: { screen: 'start' } }]);
    expect(publicEvents(start, at({ name: 'start', note: 'ended' }))).toEqual([]);
  });

  test('gets network and address when the device is on it', () => {
    expect(publicEvents(start, done).slice(1)).toEqual([
      { type: 'provisioned', detail: { ssid: 'a', ip: '192.168.1.7' } },
    ]);
    const tried = at({ name: 'done', ip4: '192.168.1.7', link: { state: 'trying' } });
    expect(publicEvents(done, tried)).toEqual([]);
  });

  test('gets the stable code of every failure, also of one that follows another on the same screen', () => {
    expect(publicEvents(start, failed).slice(1)).toEqual([{ type: 'failed', detail: { code: 'wifi/auth-error' } }]);
    const again = at({ name: 'failed', reason: 'network-not-found', findings: [] });
    expect(publicEvents(failed, again)).toEqual([{ type: 'failed', detail: { code: 'wifi/network-not-found' } }]);
    const trouble = at({ name: 'trouble', failure, remedy: 'again' });
    expect(publicEvents(start, trouble)[1]).toEqual({ type: 'failed', detail: { code: 'link/lost' } });
    const unknown = at({ name: 'unknown', failure, afterReload: false, checking: false });
    expect(publicEvents(start, unknown)[1]).toEqual({ type: 'failed', detail: { code: 'link/lost' } });
    const blocked = at({ name: 'blocked', way: 'bluetooth', obstacle: 'ios' });
    expect(publicEvents(start, blocked)[1]).toEqual({ type: 'failed', detail: { code: 'page/ios' } });
  });

  test('never gets a secret', () => {
    for (const state of [start, done, failed]) {
      expect(JSON.stringify(publicEvents(undefined, state))).not.toContain(secret);
    }
  });
});
