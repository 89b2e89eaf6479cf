import { findingForOutcome } from './find-for-outcome.ts';
import type { FlowEvent, Transition } from './flow-event.ts';
import type { FlowState } from './flow-state.ts';
import { type Group, stay, to } from './group.ts';
import { emptyList } from './network-list.ts';
import { connectTo, remember } from './remember.ts';
import { toChoose } from './start.ts';
import { failed } from './trouble.ts';

/** Screens on which a session is being opened. */
const opening: readonly FlowState['screen']['name'][] = ['connecting', 'proof', 'account', 'consent', 'unknown'];

/** Longest secret that is taken from a field. */
const longestSecret = 1024;

/** From the browser's list to an open session, with what the device asks for on the way. */
export const connect: Group = (state, event) => {
  const { screen } = state;
  if (screen.name === 'choose' || screen.name === 'nothing') return choosing(state, event, screen.way);
  switch (event.kind) {
    case 'connect-step':
      return step(state, event);
    case 'device-named':
      return state.device ? stay({ ...state, device: { ...state.device, name: event.name } }) : undefined;
    case 'failure':
      // What else fails is for the groups of the other screens.
      return opening.includes(screen.name) || screen.name === 'softap' ? failed(state, event.failure) : undefined;
    default:
  }
  if (!isOpening(state)) return undefined;
  switch (event.kind) {
    case 'asks-proof':
      return to(state, { name: 'proof', problem: event.refused ? 'pop-refused' : undefined, busy: false });
    case 'asks-account':
      return to(state, { name: 'account', problem: event.refused ? 'user-refused' : undefined, busy: false });
    case 'asks-consent':
      return to(state, { name: 'consent', securityVersion: event.securityVersion });
    case 'session-open': {
      const { securityVersion, scans, at } = event;
      if (!state.device) return undefined;
      const device = { ...state.device, securityVersion, scans };
      const next = { ...state, device, list: emptyList };
      const noted = remember(next, 'connected');
      if (!scans) return to(next, { name: 'other', problems: [] }, [noted]);
      const screen = { name: 'networks', ...emptyList, scan: 'first', since: at } as const;
      return to(next, screen, [noted, { kind: 'scan' }]);
    }
    case 'session-only':
      return alreadySetUp(state, event);
    default:
      return answers(state, event);
  }
};

/** Returns the transition to what a device says that takes no credentials. */
export function alreadySetUp(state: FlowState, event: Extract<FlowEvent, { kind: 'session-only' }>): Transition {
  const { endpoints, securityVersion = state.device?.securityVersion } = event;
  const device = state.device && { ...state.device, endpoints, securityVersion };
  return to(state, { name: 'already' }, [{ kind: 'disconnect' }, { kind: 'remember', left: 'idle' }], { device });
}

function isOpening({ screen }: FlowState): boolean {
  if (screen.name === 'softap') return screen.stage === 'checking';
  if (screen.name === 'unknown') return screen.checking;
  return opening.includes(screen.name);
}

/** What a person answers to what the device asks. */
function answers(state: FlowState, event: FlowEvent): Transition | undefined {
  const { screen } = state;
  switch (event.kind) {
    case 'submit-proof': {
      if (screen.name !== 'proof' || screen.busy) return undefined;
      const pop = event.pop.slice(0, longestSecret);
      if (pop === '') return to(state, { name: 'proof', problem: 'pop-empty', busy: false });
      return to(state, { name: 'proof', busy: true }, [{ kind: 'answer-proof', pop }]);
    }
    case 'submit-account': {
      if (screen.name !== 'account' || screen.busy) return undefined;
      const username = event.username.slice(0, longestSecret);
      const password = event.password.slice(0, longestSecret);
      if (username === '') return to(state, { name: 'account', problem: 'user-empty', busy: false });
      if (password === '') return to(state, { name: 'account', problem: 'password-empty', busy: false });
      return to(state, { name: 'account', busy: true }, [{ kind: 'answer-account', username, password }]);
    }
    case 'consent': {
      if (screen.name !== 'consent') return undefined;
      const { agreed } = event;
      const answer = { kind: 'answer-consent', agreed } as const;
      if (agreed) return to(state, { name: 'connecting', step: 'secure', since: 0, limitMs: 0 }, [answer]);
      const end = [answer, { kind: 'disconnect' }, { kind: 'remember', left: 'idle' }] as const;
      return to(state, { name: 'start', note: 'ended' }, end, { device: undefined });
    }
    default:
      return undefined;
  }
}

/** The browser's own list, and the screen after it when nothing was chosen. */
function choosing(state: FlowState, event: FlowEvent, way: 'bluetooth' | 'usb'): Transition | undefined {
  const outcomeOf = state.screen.name === 'choose' ? state.screen.outcomeOf : undefined;
  const found = outcomeOf && findingForOutcome(state, event, outcomeOf);
  if (found) return found;
  switch (event.kind) {
    case 'show-chooser':
    case 'try-again':
      return toChoose(state, way);
    case 'found':
      return state.screen.name === 'choose' ? to(state, { name: 'choose', way, found: event.found }) : undefined;
    case 'pick-device':
      return isFound(state, event.id) ? stay(state, [{ kind: 'pick-device', id: event.id }]) : undefined;
    case 'nothing-chosen':
      return to(state, { name: 'nothing', way });
    case 'chosen': {
      if (state.screen.name !== 'choose') return undefined;
      const device = { name: event.name, way };
      const screen = { name: 'connecting', step: 'connect', since: 0, limitMs: 0 } as const;
      return to(state, screen, connectTo(state, device), { device });
    }
    case 'failure':
      return failed(state, event.failure);
    default:
      return undefined;
  }
}

function isFound({ screen }: FlowState, id: string): boolean {
  return screen.name === 'choose' && (screen.found?.some((each) => each.id === id && !each.taken) ?? false);
}

/** How far the connection is; where something else is on the screen, only its time is told. */
function step(state: FlowState, event: Extract<FlowEvent, { kind: 'connect-step' }>): Transition | undefined {
  const { screen } = state;
  const { step, at: since, limitMs } = event;
  const wait = { since, limitMs };
  if (screen.name === 'connecting') return to(state, { name: 'connecting', step, ...wait });
  if (screen.name === 'softap' && screen.stage === 'checking') {
    if (step === 'find') return to(state, { ...screen, ...wait });
    return to(state, { name: 'connecting', step, ...wait });
  }
  if (screen.name === 'proof' && screen.busy) return to(state, { ...screen, ...wait });
  if (screen.name === 'account' && screen.busy) return to(state, { ...screen, ...wait });
  if (screen.name === 'unknown' && screen.checking) return to(state, { ...screen, ...wait });
  return undefined;
}
