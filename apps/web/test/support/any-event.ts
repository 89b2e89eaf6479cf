import fc from 'fast-check';
import type { FlowEvent } from '../../src/flow/flow-event.ts';
import type { Failure, HeardNetwork } from '../../src/flow/flow-state.ts';

/** Stands in every secret of these events, so that a search finds where one went. */
export const secretMark = 'S3CRET';

const secret = fc.constantFrom('', `${secretMark}-abcd1234`, secretMark.repeat(20));
const way = fc.constantFrom('bluetooth', 'usb', 'softap', 'virtual');
const obstacle = fc.constantFrom(
  undefined,
  undefined,
  'ios',
  'no-web-serial',
  'no-adapter',
  'not-permitted',
  'no-helper',
);
const ssidHex = fc.constantFrom('686f6d65', '63616665', 'ff', '');
const text = fc.constantFrom('', 'home', 'PROV_1', '\u202eevil\u0000', 'x'.repeat(5000));

const heard: fc.Arbitrary<HeardNetwork> = fc.record({
  ssidHex,
  ssid: fc.constantFrom('home', 'cafe', undefined),
  rssi: fc.integer({ min: -100, max: 0 }),
  bars: fc.constantFrom(1, 2, 3, 4),
  security: fc.constantFrom('open', 'wep', 'wpa2', 'wpa3', 'enterprise', 'other'),
  authMode: fc.constantFrom(0, 1, 3, 5, 6, 99),
  accessPoints: fc.integer({ min: 1, max: 4 }),
  gone: fc.constant(false),
});

const failure: fc.Arbitrary<Failure> = fc.record({
  code: fc.constantFrom(
    'link/lost',
    'link/timeout',
    'bluetooth/no-adapter',
    'session/downgraded',
    'serial/choose-again',
    'page/slept',
    'toString',
  ),
  message: text,
  details: fc.array(fc.tuple(text, text), { maxLength: 3 }),
});

const at = fc.integer({ min: 0, max: 1e6 });
const limitMs = fc.constantFrom(0, 45_000);
const wanted = fc.record(
  {
    namePrefix: text,
    pop: secret,
    username: text,
    password: secret,
    way: fc.constantFrom(undefined, 'bluetooth', 'softap'),
  },
  { requiredKeys: [] },
);

type Kinds = { [K in FlowEvent['kind']]: fc.Arbitrary<Omit<Extract<FlowEvent, { kind: K }>, 'kind'>> };

/** What each event may carry; the compiler demands a row for every event. */
const members: Kinds = {
  'take-way': fc.record({ way }),
  'open-qr': fc.constant({}),
  'qr-input': fc.record({ input: fc.constantFrom('camera', 'picture', 'typed') }),
  'qr-text': fc.record({ text }),
  'qr-picture': fc.constant({ picture: new Blob([]) }),
  'set-prefix': fc.record({ namePrefix: text }),
  'show-chooser': fc.constant({}),
  'pick-device': fc.record({ id: text }),
  'check-softap': fc.constant({}),
  'submit-proof': fc.record({ pop: secret }),
  'submit-account': fc.record({ username: text, password: secret }),
  consent: fc.record({ agreed: fc.boolean() }),
  'pick-network': fc.record({ key: fc.constantFrom('other', '686f6d65:3', '63616665:0', 'ff:5', 'none') }),
  'pause-scan': fc.record({ paused: fc.boolean() }),
  'continue-network': fc.constant({}),
  'submit-other': fc.record({ ssid: text, passphrase: secret, isOpen: fc.boolean() }),
  'submit-password': fc.record({ passphrase: secret }),
  'another-network': fc.constant({}),
  'try-again': fc.constant({}),
  'check-outcome': fc.constant({}),
  'set-up-another': fc.constant({}),
  'use-another-way': fc.constant({}),
  cancel: fc.constant({}),
  back: fc.constant({}),
  ways: fc.record({ ways: fc.array(fc.record({ way, obstacle, ready: fc.boolean(), lists: fc.boolean() })) }),
  wanted: fc.record({ wanted }),
  restored: fc.record({
    left: fc.constantFrom('idle', 'connected', 'credentials-sent'),
    network: fc.constantFrom(undefined, 'home'),
    way: fc.option(way, { nil: undefined }),
    device: fc.constantFrom(undefined, 'PROV_1'),
  }),
  camera: fc.record({ camera: fc.constantFrom('on', 'denied', 'none') }),
  'qr-read': fc.record({ wanted }),
  'qr-refused': fc.record({ problem: fc.constantFrom('qr-unknown', 'qr-of-others') }),
  found: fc.record({ found: fc.array(fc.record({ id: text, name: text, taken: fc.boolean() }), { maxLength: 3 }) }),
  chosen: fc.record({ name: text }),
  'nothing-chosen': fc.constant({}),
  'connect-step': fc.record({ step: fc.constantFrom('find', 'connect', 'read', 'secure'), at, limitMs }),
  'device-named': fc.record({ name: text }),
  'asks-proof': fc.record({ refused: fc.boolean() }),
  'asks-account': fc.record({ refused: fc.boolean() }),
  'asks-consent': fc.record({ securityVersion: fc.constantFrom(0, 1) }),
  'session-open': fc.record({ securityVersion: fc.constantFrom(0, 1, 2), scans: fc.boolean(), at }),
  'session-only': fc.record({ endpoints: fc.array(text, { maxLength: 3 }) }),
  heard: fc.record({ networks: fc.array(heard, { maxLength: 6 }) }),
  'scan-failed': fc.constant({}),
  'join-step': fc.record({ step: fc.constantFrom('send', 'apply', 'join'), at, limitMs }),
  attempts: fc.record({ remaining: fc.integer({ min: 0, max: 5 }) }),
  joined: fc.record({
    ip4: fc.constantFrom(undefined, '192.168.1.4'),
    nextUrl: fc.constantFrom(undefined, 'http://x.local/'),
  }),
  'link-tried': fc.record({ url: text, answers: fc.boolean() }),
  'join-failed': fc.record({
    reason: fc.constantFrom('auth-error', 'network-not-found', 'no-address', 'unknown', 'disconnected', 'timeout'),
    findings: fc.array(fc.record({ kind: text, text }), { maxLength: 3 }),
    attempts: fc.constantFrom(undefined, 5),
  }),
  'outcome-unknown': fc.record({ failure }),
  failure: fc.record({ failure }),
};

/** Every event of the machine, with ordinary and with hostile contents. */
export const anyEvent: fc.Arbitrary<FlowEvent> = fc.oneof(
  ...Object.entries(members).map(([kind, of]) =>
    (of as fc.Arbitrary<object>).map((rest) => ({ kind, ...rest }) as FlowEvent),
  ),
);

const home: HeardNetwork = {
  ssidHex: '686f6d65',
  ssid: 'home',
  rssi: -40,
  bars: 4,
  security: 'wpa2',
  authMode: 3,
  accessPoints: 1,
  gone: false,
};

/** The events of an ordinary provisioning, to its end. */
const happyPath: readonly FlowEvent[] = [
  { kind: 'take-way', way: 'bluetooth' },
  { kind: 'chosen', name: 'PROV_1' },
  { kind: 'connect-step', step: 'read', at: 5, limitMs: 100 },
  { kind: 'asks-proof', refused: false },
  { kind: 'submit-proof', pop: `${secretMark}-abcd1234` },
  { kind: 'session-open', securityVersion: 1, scans: true, at: 9 },
  { kind: 'heard', networks: [home] },
  { kind: 'continue-network' },
  { kind: 'submit-password', passphrase: `${secretMark}-password` },
  { kind: 'join-step', step: 'join', at: 20, limitMs: 45_000 },
  { kind: 'joined', ip4: '192.168.1.4', nextUrl: undefined },
];

/** Walks of events that begin somewhere on the ordinary path. */
export const anyWalk: fc.Arbitrary<readonly FlowEvent[]> = fc
  .tuple(fc.integer({ min: 0, max: happyPath.length }), fc.array(anyEvent, { maxLength: 25 }))
  .map(([length, events]) => [...happyPath.slice(0, length), ...events]);
