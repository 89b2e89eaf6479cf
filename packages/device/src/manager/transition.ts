import type { ManagerEffect, ManagerState, Transition } from './manager-state.ts';

/** The input changes something or brings about effects. */
export function go(state: ManagerState, change: Partial<ManagerState>, ...effects: ManagerEffect[]): Transition {
  return { state: { ...state, ...change }, effects, refused: false };
}

/** The input means nothing in this state. */
export function stay(state: ManagerState): Transition {
  return { state, effects: [], refused: false };
}

/** The input is not possible in this state. */
export function refuse(state: ManagerState, ...effects: ManagerEffect[]): Transition {
  return { state, effects, refused: true };
}

/** A line in the log, at its level. */
export const line = {
  error: (text: string): ManagerEffect => ({ kind: 'log', level: 'error', text }),
  info: (text: string): ManagerEffect => ({ kind: 'log', level: 'info', text }),
  debug: (text: string): ManagerEffect => ({ kind: 'log', level: 'debug', text }),
} as const;
