import type { Transition } from './flow-event.ts';
import type { Failure, FlowState, Remedy } from './flow-state.ts';
import { type Group, to } from './group.ts';
import { connectTo } from './remember.ts';
import { toChoose } from './start.ts';
import type { Obstacle } from './way.ts';

/** Failures that the browser or the machine causes, so that the screen of the cause is the right one. */
const obstacles: Readonly<Record<string, Obstacle>> = {
  'bluetooth/not-permitted': 'not-permitted',
  'serial/not-permitted': 'not-permitted',
  'bluetooth/no-adapter': 'no-adapter',
  'bluetooth/powered-off': 'no-adapter',
  'bluetooth/blocked': 'no-adapter',
};

/** Failures after which trying the same again leads nowhere. */
const startOver: readonly string[] = [
  'session/downgraded',
  'session/unproven',
  'session/scheme-unsupported',
  'session/scheme-mismatch',
  'version/draft-unsupported',
  'version/mismatch',
  'version/unreadable',
  'bluetooth/no-provisioning',
  'endpoint/request-size',
  'device/session-only',
  'page/no-way',
];

/** Failures of a device that is no longer what was chosen, so that it has to be chosen anew. */
const chooseAnew: readonly string[] = [
  'serial/choose-again',
  'host/port-unusable',
  'bluetooth/not-found',
  'bluetooth/no-provisioning',
];

/** Failures of the device's own Wi-Fi that this computer is not in. */
const notReached: readonly string[] = ['link/unreachable', 'link/timeout', 'link/address-invalid'];

/** Returns what a failure leads to: its cause's own screen, or what went wrong with one thing to do. */
export function failed(state: FlowState, failure: Failure): Transition {
  const { screen, device } = state;
  if (screen.name === 'unknown') return to(state, { ...screen, failure, checking: false });
  const way = screen.name === 'choose' || screen.name === 'nothing' ? screen.way : device?.way;
  const end = [{ kind: 'disconnect' }, { kind: 'remember', left: 'idle' }] as const;
  const obstacle = obstacles[failure.code];
  if (obstacle && way) return to(state, { name: 'blocked', way, obstacle }, end, { device: undefined });
  if (screen.name === 'softap' && notReached.includes(failure.code)) {
    return to(state, { name: 'softap', stage: 'not-reached' }, end, { device: undefined });
  }
  return to(state, { name: 'trouble', failure, remedy: remedy(failure.code, way) }, end);
}

function remedy(code: string, way: string | undefined): Remedy {
  const hasList = way === 'bluetooth' || way === 'usb';
  if (hasList && chooseAnew.includes(code)) return 'choose';
  return way === undefined || startOver.includes(code) ? 'start-over' : 'again';
}

/** Everything else that went wrong, and its one thing to do. */
export const trouble: Group = (state, event) => {
  const { screen, device } = state;
  if (screen.name !== 'trouble') return undefined;
  if (event.kind !== 'try-again' && event.kind !== 'show-chooser') return undefined;
  const way = device?.way;
  if (!way || screen.remedy === 'start-over') {
    return to(state, { name: 'start' }, [{ kind: 'look-at-browser' }], { device: undefined });
  }
  if ((way === 'bluetooth' || way === 'usb') && screen.remedy === 'choose') {
    return toChoose(state, way);
  }
  return to(state, { name: 'connecting', step: 'connect', since: 0, limitMs: 0 }, connectTo(state, device));
};
