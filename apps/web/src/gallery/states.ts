import type { Failure, FlowState, HeardNetwork, NetworkChoice, Screen } from '../flow/flow-state.ts';
import type { Obstacle, Way, WayOffer } from '../flow/way.ts';
import { heard, hexOf, homeNetworks, hostileNetworks, manyNetworks } from './networks.ts';

const device = { name: 'PROV_261FCC', way: 'bluetooth', securityVersion: 2, scans: true } as const;

const choice: NetworkChoice = {
  kind: 'heard',
  ssidHex: hexOf('Birch House'),
  ssid: 'Birch House',
  passphrase: 'correct horse',
  isOpen: false,
};

/** The ways in of a browser that has all of them. */
const allWays: readonly WayOffer[] = offers({});

const base: FlowState = {
  screen: { name: 'start' },
  ways: allWays,
  wanted: { namePrefix: 'PROV_' },
  device: undefined,
  network: undefined,
};

function offers(obstacles: Partial<Record<Way, Obstacle>>): readonly WayOffer[] {
  const list = (['bluetooth', 'usb', 'softap', 'virtual'] as const).map((way) => ({ way, obstacle: obstacles[way] }));
  return [...list.filter(({ obstacle }) => !obstacle), ...list.filter(({ obstacle }) => obstacle)];
}

function failure(code: string, message = ''): Failure {
  return { code, message, details: [['endpoint', 'prov-session']] };
}

function at(screen: Screen, more: Partial<FlowState> = {}): FlowState {
  return { ...base, screen, ...more };
}

const connected = { device } as const;
const chosen = { device, network: choice } as const;

function networks(
  shown: readonly HeardNetwork[],
  more: Partial<Extract<Screen, { name: 'networks' }>> = {},
): FlowState {
  const first = shown.find(({ security }) => security !== 'enterprise');
  return at(
    {
      name: 'networks',
      heard: shown,
      scan: 'repeating',
      chosen: first && `${first.ssidHex}:${first.authMode}`,
      touched: false,
      since: 0,
      ...more,
    },
    { device, network: first && { ...choice, ssid: first.ssid, ssidHex: first.ssidHex } },
  );
}

function failed(
  reason: Extract<Screen, { name: 'failed' }>['reason'],
  findings: readonly { kind: string; text: string }[] = [],
  more: Partial<FlowState> = {},
): FlowState {
  return at({ name: 'failed', reason, findings, attempts: 5 }, { ...chosen, ...more });
}

function blocked(way: Way, obstacle: Obstacle, obstacles: Partial<Record<Way, Obstacle>> = {}): FlowState {
  return at(
    { name: 'blocked', way, obstacle },
    { ways: offers({ softap: 'no-helper', ...obstacles, [way]: obstacle }) },
  );
}

const authFindings = [
  {
    kind: 'reason-group',
    text: '“auth error” covers the reasons 14, 15, 202 and 204, or all but 201 in firmware that counts attempts; the log of the device has the number',
  },
] as const;

const longName = 'PROV_261FCC_Lantern_No_4_Oslo';
const typed: NetworkChoice = { ...choice, kind: 'typed', ssid: 'Loft', ssidHex: hexOf('Loft') };

/** Every screen in the states that it has, by a name for addresses such as `gallery.html#failed`. */
export const galleryStates = {
  start: base,
  'start-looking': at({ name: 'start' }, { ways: [] }),
  'start-reloaded': at({ name: 'start', note: 'reloaded' }),
  'start-ended': at({ name: 'start', note: 'ended' }),
  'start-firefox': at({ name: 'start' }, { ways: offers({ bluetooth: 'no-web-bluetooth', softap: 'no-helper' }) }),
  'start-none': at(
    { name: 'start' },
    { ways: offers({ bluetooth: 'ios', usb: 'ios', softap: 'no-helper', virtual: undefined as never }) },
  ),
  'blocked-ios': blocked('bluetooth', 'ios', { usb: 'ios' }),
  'blocked-no-web-bluetooth': blocked('bluetooth', 'no-web-bluetooth'),
  'blocked-no-web-serial': blocked('usb', 'no-web-serial', { bluetooth: 'no-web-bluetooth' }),
  'blocked-linux-flag': blocked('bluetooth', 'linux-flag'),
  'blocked-insecure-page': blocked('bluetooth', 'insecure-page', { usb: 'insecure-page' }),
  'blocked-no-adapter': blocked('bluetooth', 'no-adapter'),
  'blocked-android-location': blocked('bluetooth', 'android-location'),
  'blocked-not-permitted': blocked('bluetooth', 'not-permitted', { usb: 'not-permitted' }),
  'blocked-no-helper': blocked('softap', 'no-helper'),
  qr: at({ name: 'qr', input: 'camera', camera: 'on' }),
  'qr-asking': at({ name: 'qr', input: 'camera', camera: 'asking' }),
  'qr-denied': at({ name: 'qr', input: 'camera', camera: 'denied' }),
  'qr-no-camera': at({ name: 'qr', input: 'camera', camera: 'none' }),
  'qr-of-others': at({ name: 'qr', input: 'camera', camera: 'on', problem: 'qr-of-others', otherKind: 'matter' }),
  'qr-picture': at({ name: 'qr', input: 'picture', camera: 'off', problem: 'qr-unknown' }),
  'qr-typed': at({ name: 'qr', input: 'typed', camera: 'off' }),
  'qr-typed-wrong': at({ name: 'qr', input: 'typed', camera: 'off', problem: 'qr-unknown' }),
  softap: at({ name: 'softap', stage: 'steps' }),
  'softap-password': at(
    { name: 'softap', stage: 'steps' },
    { wanted: { namePrefix: 'PROV_261FCC', way: 'softap', softApPassword: 'device password' } },
  ),
  'softap-checking': at({ name: 'softap', stage: 'checking', since: -4000, limitMs: 10_000 }),
  'softap-not-reached': at({ name: 'softap', stage: 'not-reached' }),
  choose: at({ name: 'choose', way: 'bluetooth' }),
  'choose-usb': at({ name: 'choose', way: 'usb' }),
  'choose-helper': at({
    name: 'choose',
    way: 'bluetooth',
    found: [
      { id: 'a', name: 'PROV_261FCC', rssi: -48 },
      { id: 'b', name: '\u202EPROV_<b>', rssi: -81 },
      { id: 'c', name: undefined, rssi: -70, taken: true },
    ],
  }),
  'choose-helper-empty': at({ name: 'choose', way: 'bluetooth', found: [] }),
  'choose-helper-usb': at({ name: 'choose', way: 'usb', found: [{ id: '/dev/ttyUSB0', name: 'CP2102N USB to UART' }] }),
  nothing: at({ name: 'nothing', way: 'bluetooth' }),
  'nothing-android': at(
    { name: 'nothing', way: 'bluetooth' },
    { ways: allWays.map((offer) => ({ ...offer, hint: 'android-location' })) },
  ),
  'nothing-usb': at({ name: 'nothing', way: 'usb' }),
  connecting: at({ name: 'connecting', step: 'read', since: -4000, limitMs: 30_000 }, connected),
  'connecting-find': at({ name: 'connecting', step: 'find', since: 0, limitMs: 30_000 }),
  'connecting-long-name': at(
    { name: 'connecting', step: 'secure', since: -9000, limitMs: 30_000 },
    { device: { ...device, name: longName } },
  ),
  proof: at({ name: 'proof', busy: false }, connected),
  'proof-refused': at(
    { name: 'proof', busy: false, problem: 'pop-refused' },
    { ...connected, wanted: { namePrefix: 'PROV_', pop: 'abcd1243' } },
  ),
  'proof-busy': at(
    { name: 'proof', busy: true, since: -4000, limitMs: 30_000 },
    { ...connected, wanted: { namePrefix: 'PROV_', pop: 'abcd1234' } },
  ),
  account: at({ name: 'account', busy: false }, connected),
  'account-refused': at(
    { name: 'account', busy: false, problem: 'user-refused' },
    { ...connected, wanted: { namePrefix: 'PROV_', username: 'wifiprov', password: 'abcd1243' } },
  ),
  'consent-unproven': at({ name: 'consent', securityVersion: 1 }, { device: { ...device, securityVersion: 1 } }),
  'consent-plain': at({ name: 'consent', securityVersion: 0 }, { device: { ...device, securityVersion: 0 } }),
  networks: networks(homeNetworks),
  'networks-first': networks([], { scan: 'first', chosen: undefined }),
  'networks-none': networks([], { chosen: 'other' }),
  'networks-paused': networks(homeNetworks, { scan: 'paused', touched: true }),
  'networks-failed': networks(homeNetworks, { scan: 'failed' }),
  'networks-many': networks(manyNetworks),
  'networks-hostile': networks(hostileNetworks),
  'networks-nothing-chosen': networks([heard('eduroam', 3, { security: 'enterprise', authMode: 5 })], {
    chosen: undefined,
  }),
  other: at({ name: 'other', problems: [] }, { device, network: typed }),
  'other-wrong': at(
    { name: 'other', problems: ['ssid-empty', 'password-too-short'] },
    { device, network: { ...typed, ssid: '', ssidHex: '', passphrase: 'birch' } },
  ),
  password: at({ name: 'password' }, chosen),
  'password-wrong': at(
    { name: 'password', problem: 'password-too-short' },
    { device, network: { ...choice, passphrase: 'birch' } },
  ),
  'password-plain': at({ name: 'password' }, { ...chosen, device: { ...device, securityVersion: 0 } }),
  'password-hostile': at(
    { name: 'password' },
    {
      device: { ...device, name: '\u202Eecived<b>' },
      network: { ...choice, ssid: `Z${'\u0301'.repeat(15)}ش <b>x</b>` },
    },
  ),
  joining: at({ name: 'joining', step: 'join', attemptsRemaining: 3, since: -14_000, limitMs: 45_000 }, chosen),
  'joining-send': at({ name: 'joining', step: 'send', since: 0, limitMs: 45_000 }, chosen),
  'joining-bytes': at(
    { name: 'joining', step: 'join', since: -5000, limitMs: 45_000 },
    { device, network: { ...choice, ssid: undefined, ssidHex: 'c328a0ff4e657400ff' } },
  ),
  done: at({ name: 'done', ip4: '192.168.1.47', link: { state: 'answers', url: 'http://prov-261fcc.local/' } }, chosen),
  'done-trying': at({ name: 'done', ip4: '192.168.1.47', link: { state: 'trying' } }, chosen),
  'done-unknown': at(
    { name: 'done', ip4: '192.168.1.47', link: { state: 'unknown', url: 'http://192.168.1.47/' } },
    chosen,
  ),
  'done-no-link': at({ name: 'done', ip4: undefined, link: { state: 'none' } }, chosen),
  'done-hostile-link': at(
    { name: 'done', ip4: '192.168.1.47', link: { state: 'answers', url: 'javascript:alert(1)' } },
    chosen,
  ),
  failed: failed('auth-error', authFindings),
  'failed-open': failed('auth-error', [], { network: { ...choice, isOpen: true, passphrase: '' } }),
  'failed-not-found': failed(
    'network-not-found',
    [
      { kind: 'spelled-differently', text: 'the device hears “loft”, which is spelled differently' },
      {
        kind: 'not-heard',
        text: 'the name was not among the 12 that the device heard; a hidden network would not be, either',
      },
    ],
    { network: typed },
  ),
  'failed-not-found-heard': failed('network-not-found', [
    {
      kind: 'heard',
      text: 'the device heard it in its scan (channel 6, -48 dBm), so the name is right: it went away, or its security does not suit the device',
    },
  ]),
  'failed-no-address': failed('no-address'),
  'failed-unknown': failed('unknown', [
    { kind: 'unnamed-reason', text: 'the device reported a reason that has no name here; its log has the number' },
  ]),
  'failed-disconnected': failed('disconnected', [
    { kind: 'weak-signal', text: 'its signal is weak: -88 dBm at best, where a join often fails' },
  ]),
  'failed-timeout': failed('timeout'),
  'failed-password-short': at(
    { name: 'failed', reason: 'auth-error', findings: [], problem: 'password-too-short' },
    { device, network: { ...choice, passphrase: 'birch' } },
  ),
  unknown: at(
    {
      name: 'unknown',
      failure: failure('wifi/outcome-unknown', 'the link was lost'),
      afterReload: false,
      checking: false,
    },
    chosen,
  ),
  'unknown-checking': at(
    {
      name: 'unknown',
      failure: failure('wifi/outcome-unknown', 'the link was lost'),
      afterReload: false,
      checking: true,
      since: -4000,
      limitMs: 15_000,
    },
    chosen,
  ),
  'unknown-reload': at(
    { name: 'unknown', failure: failure('page/reloaded'), afterReload: true, checking: false },
    { network: choice },
  ),
  already: at({ name: 'already' }, { device: { ...device, endpoints: ['custom-data'] } }),
  'trouble-lost': at(
    { name: 'trouble', failure: failure('link/lost', 'the device disconnected'), remedy: 'again' },
    connected,
  ),
  'trouble-downgraded': at(
    {
      name: 'trouble',
      failure: failure('session/downgraded', 'security 1 was offered, and 2 was demanded'),
      remedy: 'start-over',
    },
    connected,
  ),
  'trouble-usb-gone': at(
    { name: 'trouble', failure: failure('serial/port-gone', 'the port is gone'), remedy: 'choose' },
    { device: { ...device, way: 'usb' } },
  ),
  'trouble-second-tab': at({ name: 'trouble', failure: failure('page/other-tab'), remedy: 'again' }, connected),
  'trouble-asleep': at({ name: 'trouble', failure: failure('page/slept'), remedy: 'again' }, connected),
  'trouble-unknown-code': at(
    {
      name: 'trouble',
      failure: failure('new/thing', 'something that this page has no words for'),
      remedy: 'start-over',
    },
    connected,
  ),
} satisfies Readonly<Record<string, FlowState>> as Readonly<Record<string, FlowState>>;
