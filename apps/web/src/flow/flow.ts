import { back } from './back.ts';
import { connect } from './connect.ts';
import type { FlowEvent, Transition } from './flow-event.ts';
import type { FlowState } from './flow-state.ts';
import { type Group, stay } from './group.ts';
import { join } from './join.ts';
import { network } from './network.ts';
import { scanCode } from './scan-code.ts';
import { start } from './start.ts';
import { trouble } from './trouble.ts';

/** The state of a page on which nothing has happened yet. */
export const initialState: FlowState = {
  screen: { name: 'start' },
  ways: [],
  wanted: { namePrefix: 'PROV_' },
  device: undefined,
  network: undefined,
};

const groups: readonly Group[] = [back, start, scanCode, connect, network, join, trouble];

/** Returns what an event leads to. One that means nothing on the screen at hand changes nothing. */
export function transition(state: FlowState, event: FlowEvent): Transition {
  for (const group of groups) {
    const next = group(state, event);
    if (next) return next;
  }
  return stay(state);
}
