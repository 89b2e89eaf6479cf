import type { ManagerLine } from '../words/manager-words.ts';
import type { ManagerEffect, ManagerState, Transition } from './manager-state.ts';

/** Returns a transition that changes the state or has effects. */
export function go(state: ManagerState, change: Partial<ManagerState>, ...effects: ManagerEffect[]): Transition {
  return { state: { ...state, ...change }, effects, refused: false };
}

/** Returns a transition that ignores the input: it means nothing in this state. */
export function stay(state: ManagerState): Transition {
  return { state, effects: [], refused: false };
}

/** Returns a transition that refuses the input: it is not possible in this state. */
export function refuse(state: ManagerState, ...effects: ManagerEffect[]): Transition {
  return { state, effects, refused: true };
}

/** Returns the effect that writes a line to the log, in the words of the release. */
export function line(name: ManagerLine, ...values: readonly (string | number)[]): LogEffect {
  return { kind: 'log', line: name, values };
}

type LogEffect = Extract<ManagerEffect, { kind: 'log' }>;
