import type { ManagerEffect, ManagerState, Transition } from './manager-state.ts';
import { go, line } from './transition.ts';

/** What begins the stop of a service: nothing else is waited for, and the last answer gets its time. */
export const stopEffects: readonly ManagerEffect[] = [
  { kind: 'cancel-timers' },
  line('manager/stopping'),
  { kind: 'start-timer', timer: 'cleanup' },
];

/** Returns the transition that begins the stop. */
export function stop(state: ManagerState): Transition {
  return go(state, { phase: 'stopping' }, ...stopEffects, line('manager/stop-scheduled'));
}
