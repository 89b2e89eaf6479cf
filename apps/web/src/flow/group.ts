import type { FlowEffect, FlowEvent, Transition } from './flow-event.ts';
import type { FlowState, Screen } from './flow-state.ts';

/** The part of the machine that belongs to some screens; undefined for an event that means nothing there. */
export type Group = (state: FlowState, event: FlowEvent) => Transition | undefined;

/** Returns the transition to another screen, with other changes of the state and what is to be done. */
export function to(
  state: FlowState,
  screen: Screen,
  effects: readonly FlowEffect[] = [],
  changes: Partial<Omit<FlowState, 'screen'>> = {},
): Transition {
  return { state: { ...state, ...changes, screen }, effects };
}

/** Returns the transition that changes nothing but what is to be done. */
export function stay(state: FlowState, effects: readonly FlowEffect[] = []): Transition {
  return { state, effects };
}
