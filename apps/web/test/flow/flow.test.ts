import { describe, expect, test } from 'vitest';
import { describe as details } from '../../src/flow/describe.ts';
import type { FlowEvent } from '../../src/flow/flow-event.ts';
import type { FlowState } from '../../src/flow/flow-state.ts';
import { after, network, toJoining, toSession } from '../support/flow-states.ts';

const ways: FlowEvent = {
  kind: 'ways',
  ways: [
    { way: 'usb', obstacle: undefined },
    { way: 'bluetooth', obstacle: 'linux-flag' },
    { way: 'softap', obstacle: 'no-helper' },
  ],
};
const failure = (code: string) => ({ kind: 'failure', failure: { code, message: '', details: [] } }) as const;
const back = { kind: 'back' } as const;

describe('ways in', () => {
  test('one that does not work here leads to why, and back to the start when it works', () => {
    expect(after([ways, { kind: 'take-way', way: 'bluetooth' }]).screen).toEqual({
      name: 'blocked',
      way: 'bluetooth',
      obstacle: 'linux-flag',
    });
    const works: FlowEvent = { kind: 'ways', ways: [{ way: 'bluetooth', obstacle: undefined }] };
    expect(after([ways, { kind: 'take-way', way: 'bluetooth' }, works]).screen.name).toBe('start');
  });

  test('a list of the browser is asked for by the click itself', () => {
    const { screen, effects } = after([ways, { kind: 'take-way', way: 'usb' }]);
    expect(screen).toEqual({ name: 'choose', way: 'usb' });
    expect(effects).toEqual([{ kind: 'choose', way: 'usb', wanted: { namePrefix: 'PROV_' } }]);
  });

  test('where the helper looks for devices, the page shows a list of its own', () => {
    const lists: FlowEvent = { kind: 'ways', ways: [{ way: 'bluetooth', obstacle: undefined, lists: true }] };
    const shown = after([lists, { kind: 'take-way', way: 'bluetooth' }]);
    expect(shown.screen).toMatchObject({ found: [] });
    const found: FlowEvent = {
      kind: 'found',
      found: [
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B', taken: true },
      ],
    };
    const pick = (id: string) => after([found, { kind: 'pick-device', id }], shown.state).effects;
    expect(pick('a')).toEqual([{ kind: 'pick-device', id: 'a' }]);
    expect(pick('b')).toEqual([]);
    expect(pick('c')).toEqual([]);
  });

  test('the steps into a device’s own network are left out on a page that the device serves', () => {
    const served: FlowEvent = { kind: 'ways', ways: [{ way: 'softap', obstacle: undefined, ready: true }] };
    const { screen, effects } = after([served, { kind: 'take-way', way: 'softap' }]);
    expect(screen).toEqual({ name: 'softap', stage: 'checking' });
    expect(effects.map(({ kind }) => kind)).toEqual(['remember', 'connect']);
    expect(after([{ kind: 'take-way', way: 'softap' }]).screen).toEqual({ name: 'softap', stage: 'steps' });
  });

  test('a device that does not answer there leads back to the steps, and any other failure to what it is', () => {
    const checking: FlowEvent[] = [{ kind: 'take-way', way: 'softap' }, { kind: 'check-softap' }];
    expect(after([...checking, failure('link/unreachable')]).screen).toMatchObject({ stage: 'not-reached' });
    expect(after([...checking, failure('helper/gone')]).screen).toMatchObject({ name: 'trouble' });
  });

  test('a failure that is an obstacle leads to why', () => {
    const { screen } = after([{ kind: 'take-way', way: 'bluetooth' }, failure('bluetooth/no-adapter')]);
    expect(screen).toEqual({ name: 'blocked', way: 'bluetooth', obstacle: 'no-adapter' });
  });
});

describe('QR codes', () => {
  const open: FlowEvent[] = [{ kind: 'open-qr' }];

  test('what was read waits for a click, as the browser’s list wants one', () => {
    const read: FlowEvent = { kind: 'qr-read', wanted: { namePrefix: 'PROV_1', pop: 'x', way: 'bluetooth' } };
    const { state, effects } = after([...open, read]);
    expect(state.screen).toEqual({ name: 'choose', way: 'bluetooth' });
    expect(state.wanted).toMatchObject({ namePrefix: 'PROV_1', pop: 'x' });
    expect(effects).toEqual([{ kind: 'stop-camera' }]);
  });

  test('a code whose way does not work here leads to why', () => {
    const read: FlowEvent = { kind: 'qr-read', wanted: { namePrefix: 'PROV_1', way: 'bluetooth' } };
    expect(after([ways, ...open, read]).screen).toMatchObject({ name: 'blocked', obstacle: 'linux-flag' });
  });

  test('pictures and typing switch the camera off, and a report that comes late switches nothing on', () => {
    const typed = after([...open, { kind: 'qr-input', input: 'typed' }]);
    expect(typed.effects).toEqual([{ kind: 'stop-camera' }]);
    expect(after([{ kind: 'camera', camera: 'on' }], typed.state).screen).toMatchObject({ camera: 'off' });
  });
});

describe('a session', () => {
  const connecting = toSession.slice(0, 2);

  test('a refused code stays on its screen with what is wrong', () => {
    const asked: FlowEvent[] = [...connecting, { kind: 'asks-proof', refused: false }];
    expect(after([...asked, { kind: 'submit-proof', pop: '' }]).screen).toMatchObject({ problem: 'pop-empty' });
    const sent = after([...asked, { kind: 'submit-proof', pop: 'wrong' }]);
    expect(sent).toMatchObject({ screen: { busy: true }, effects: [{ kind: 'answer-proof', pop: 'wrong' }] });
    const refused = after(
      [
        { kind: 'connect-step', step: 'secure', at: 1, limitMs: 2 },
        { kind: 'asks-proof', refused: true },
      ],
      sent.state,
    );
    expect(refused.screen).toEqual({ name: 'proof', problem: 'pop-refused', busy: false });
  });

  test('a second press while the first one is answered does nothing', () => {
    const sent = after([...connecting, { kind: 'asks-proof', refused: false }, { kind: 'submit-proof', pop: 'a' }]);
    expect(after([{ kind: 'submit-proof', pop: 'b' }], sent.state).effects).toEqual([]);
  });

  test('a device that proves nothing gets nothing without consent', () => {
    const asked: FlowEvent[] = [...connecting, { kind: 'asks-consent', securityVersion: 0 }];
    expect(after([...asked, { kind: 'consent', agreed: false }]).effects).toContainEqual({ kind: 'disconnect' });
    expect(after([...asked, { kind: 'consent', agreed: true }]).screen.name).toBe('connecting');
  });

  test('a device that cannot scan is asked for a typed name', () => {
    const { screen, effects } = after([
      ...connecting,
      { kind: 'session-open', securityVersion: 2, scans: false, at: 1 },
    ]);
    expect(screen.name).toBe('other');
    expect(effects).not.toContainEqual({ kind: 'scan' });
  });

  test('what failed has one thing to do', () => {
    const remedies = (code: string) => after([...connecting, failure(code)]).screen;
    expect(remedies('link/lost')).toMatchObject({ remedy: 'again' });
    expect(remedies('session/downgraded')).toMatchObject({ remedy: 'start-over' });
    expect(remedies('serial/choose-again')).toMatchObject({ remedy: 'choose' });
    const again = after([...connecting, failure('link/lost'), { kind: 'try-again' }]);
    expect(again.screen.name).toBe('connecting');
    expect(again.effects).toMatchObject([
      { kind: 'remember', left: 'connected' },
      { kind: 'connect', way: 'bluetooth' },
    ]);
    const choose = after([...connecting, failure('serial/choose-again'), { kind: 'try-again' }]);
    expect(choose.effects).toMatchObject([{ kind: 'choose' }]);
  });
});

describe('networks', () => {
  const heard: FlowEvent = {
    kind: 'heard',
    networks: [
      network('far', -80),
      network('home', -40),
      network('corp', -30, 'enterprise'),
      network('cafe', -60, 'open'),
    ],
  };

  test('the strongest that can be joined is chosen, and an open one needs no password', () => {
    const list = after([...toSession, heard]);
    expect(list.screen).toMatchObject({ chosen: '686f6d65:3', scan: 'repeating' });
    const open = after([{ kind: 'pick-network', key: '63616665:0' }, { kind: 'continue-network' }], list.state);
    expect(open.screen).toMatchObject({ name: 'joining', step: 'send' });
    expect(open.effects.map(({ kind }) => kind)).toEqual(['stop-scan', 'remember', 'provision']);
  });

  test('one for enterprises cannot be chosen', () => {
    const { screen } = after([...toSession, heard, { kind: 'pick-network', key: '636f7270:5' }]);
    expect(screen).toMatchObject({ chosen: '686f6d65:3', touched: false });
  });

  test('a pause stops the scan, and a scan that was under way does not end the pause', () => {
    const paused = after([...toSession, heard, { kind: 'pause-scan', paused: true }]);
    expect(paused.effects).toEqual([{ kind: 'stop-scan' }]);
    expect(after([heard], paused.state).screen).toMatchObject({ scan: 'paused' });
    expect(after([{ kind: 'pause-scan', paused: false }], paused.state).effects).toEqual([{ kind: 'scan' }]);
  });

  test('going back finds the list in its order, with the choice', () => {
    const password = after([
      ...toSession,
      heard,
      { kind: 'pick-network', key: '666172:3' },
      { kind: 'continue-network' },
    ]);
    expect(password.screen.name).toBe('password');
    const list = after([{ kind: 'heard', networks: [network('new', -1)] }, back], password.state);
    expect(list.screen).toMatchObject({ chosen: '666172:3', touched: true });
    expect((list.screen as Extract<FlowState['screen'], { name: 'networks' }>).heard.map(({ ssid }) => ssid)).toEqual([
      'corp',
      'home',
      'cafe',
      'far',
      'new',
    ]);
    expect(list.effects).toEqual([{ kind: 'scan' }]);
  });

  test('a typed name and password are kept through a failure', () => {
    const typed: FlowEvent = { kind: 'submit-other', ssid: 'Loft', passphrase: 'four', isOpen: false };
    const wrong = after([...toSession, { kind: 'pick-network', key: 'other' }, { kind: 'continue-network' }, typed]);
    expect(wrong.screen).toEqual({ name: 'other', problems: ['password-too-short'] });
    expect(wrong.state.network).toMatchObject({ ssid: 'Loft', passphrase: 'four' });
  });

  test('the network of the device before is chosen for the next one, with its password', () => {
    const again = after([
      ...toJoining,
      { kind: 'joined', ip4: '192.168.1.4', nextUrl: undefined },
      { kind: 'set-up-another' },
      ...toSession,
      { kind: 'heard', networks: [network('near', -10), network('home', -70)] },
      { kind: 'continue-network' },
    ]);
    expect(again.state.network).toMatchObject({ ssid: 'home', passphrase: 'right password' });
  });
});

describe('joining', () => {
  test('back from a join says that the outcome is unknown', () => {
    const { screen, effects } = after([...toJoining, back]);
    expect(screen).toMatchObject({ name: 'unknown', failure: { code: 'page/stopped' }, checking: false });
    expect(effects.map(({ kind }) => kind)).toEqual(['disconnect', 'remember']);
  });

  test('a wrong password is corrected on the screen of the failure, in the same session', () => {
    const failed = after([...toJoining, { kind: 'join-failed', reason: 'auth-error', findings: [] }]);
    expect(failed.screen.name).toBe('failed');
    const short = after([{ kind: 'submit-password', passphrase: 'short' }], failed.state);
    expect(short.screen).toMatchObject({ name: 'failed', problem: 'password-too-short' });
    const again = after([{ kind: 'submit-password', passphrase: 'another one' }], short.state);
    expect(again.effects.at(-1)).toMatchObject({ kind: 'provision', again: true });
  });

  test('attempts that are left are told, and are gone with the next try', () => {
    const trying = after([...toJoining, { kind: 'attempts', remaining: 2 }]);
    expect(trying.screen).toMatchObject({ attemptsRemaining: 2 });
    const again = after(
      [{ kind: 'join-failed', reason: 'unknown', findings: [] }, { kind: 'try-again' }],
      trying.state,
    );
    expect(again.screen).not.toHaveProperty('attemptsRemaining');
  });

  test('an unknown outcome is looked at on demand, and its end is told', () => {
    const unknown = after([...toJoining, { kind: 'outcome-unknown', failure: failure('link/lost').failure }]);
    const looking = after([{ kind: 'check-outcome' }], unknown.state);
    expect(looking).toMatchObject({ screen: { checking: true }, effects: [{ kind: 'check-outcome' }] });
    expect(after([failure('link/unreachable')], looking.state).screen).toMatchObject({
      name: 'unknown',
      checking: false,
      failure: { code: 'link/unreachable' },
    });
    expect(after([{ kind: 'joined', ip4: undefined, nextUrl: undefined }], looking.state).screen).toEqual({
      name: 'done',
      ip4: undefined,
      link: { state: 'none' },
    });
    expect(after([{ kind: 'session-only', endpoints: ['lamp'] }], looking.state).screen.name).toBe('already');
  });

  test('a page that was loaded anew in a join knows the network, and not how it ended', () => {
    const restored: FlowEvent = {
      kind: 'restored',
      left: 'credentials-sent',
      network: 'home',
      way: 'usb',
      device: 'PROV_1',
    };
    const { state } = after([restored]);
    expect(state.screen).toMatchObject({ name: 'unknown', afterReload: true, failure: { code: 'page/reloaded' } });
    expect(state.network).toMatchObject({ ssid: 'home', passphrase: '' });
    expect(after([{ kind: 'restored', left: 'connected' }]).screen).toEqual({ name: 'start', note: 'reloaded' });
    expect(after([{ kind: 'restored', left: 'idle' }]).screen).toEqual({ name: 'start' });
  });

  test('after a reload a device of the page’s own list is found there again, and then asked', () => {
    const ways = [{ way: 'bluetooth', obstacle: undefined, lists: true }] as const;
    const left = { kind: 'restored', left: 'credentials-sent', network: 'home', way: 'bluetooth' } as const;
    const listed = after([{ kind: 'ways', ways }, left, { kind: 'check-outcome' }]);
    expect(listed.screen).toMatchObject({ name: 'choose', way: 'bluetooth', found: [] });
    expect(listed.effects).toEqual([{ kind: 'choose', way: 'bluetooth', wanted: expect.anything() }]);
    for (const end of [{ kind: 'nothing-chosen' }, { kind: 'back' }] as const) {
      const { screen } = after([end], listed.state);
      expect(screen).toMatchObject({ name: 'unknown', checking: false, failure: { code: 'page/reloaded' } });
    }
    const failure = { code: 'helper/gone', message: '', details: [] };
    expect(after([{ kind: 'failure', failure }], listed.state).screen).toMatchObject({ name: 'unknown', failure });
    const found = after([{ kind: 'found', found: [{ id: 'x', name: 'PROV_1' }] }], listed.state);
    expect(after([{ kind: 'pick-device', id: 'x' }], found.state).effects).toEqual([{ kind: 'pick-device', id: 'x' }]);
    const asked = after([{ kind: 'chosen', name: 'PROV_1' }], found.state);
    expect(asked.state).toMatchObject({ screen: { name: 'unknown', checking: true }, device: { name: 'PROV_1' } });
    expect(asked.effects).toMatchObject([{ kind: 'check-outcome', network: { ssid: 'home' } }]);
  });

  test('the first link that answers stays', () => {
    const done = after([...toJoining, { kind: 'joined', ip4: '192.168.1.4', nextUrl: undefined }]);
    expect(done.screen).toMatchObject({ link: { state: 'trying' } });
    const tried = after([{ kind: 'link-tried', url: 'http://a.local/', answers: true }], done.state);
    expect(after([{ kind: 'link-tried', url: 'http://b/', answers: false }], tried.state).screen).toMatchObject({
      link: { state: 'answers', url: 'http://a.local/' },
    });
  });
});

test('details have the facts and no secret', () => {
  const { state } = after([
    { kind: 'wanted', wanted: { pop: 'topsecret' } },
    ...toJoining,
    {
      kind: 'join-failed',
      reason: 'auth-error',
      findings: [{ kind: 'attempts', text: 'tried\u202e 5 times' }],
      attempts: 5,
    },
  ]);
  const text = details(state);
  expect(text.split('\n')).toEqual([
    'screen: failed',
    'way: bluetooth',
    'device: PROV_1',
    'security: 1',
    'network: home',
    'network security: wpa2',
    'password: given',
    'code given: yes',
    'reason: auth-error',
    'attempts: 5',
    'attempts: tried\u{fffd} 5 times',
  ]);
});
