import type { ManagerLine } from '../words/manager-words.ts';
import type { ManagerEffect, ManagerState, Transition } from './manager-state.ts';

/** Returns the input changes something or brings about effects. */
export function go(state: ManagerState, change: Partial<ManagerState>, ...effects: ManagerEffect[]): Transition {
  return { state: { ...state, ...change }, effects, refused: false };
}

/** Returns the input means nothing in this state. */
export function stay(state: ManagerState): Transition {
  return { state, effects: [], refused: false };
}

/** Returns the input is not possible in this state. */
export function refuse(state: ManagerState, ...effects: ManagerEffect[]): Transition {
  return { state, effects, refused: true };
}

/** Returns a line in the log, in whatever words the release has for it. */
export function line(name: ManagerLine, ...values: readonly (string | number)[]): LogEffect {
  return { kind: 'log', line: name, values };
}

type LogEffect = Extract<ManagerEffect, { kind: 'log' }>;
