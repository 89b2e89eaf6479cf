import { alreadySetUp } from './connect.ts';
import type { FlowEffect, FlowEvent, Transition } from './flow-event.ts';
import type { FlowState, NetworkChoice, NetworkList, Screen } from './flow-state.ts';
import { type Group, stay, to } from './group.ts';
import { heardChoice, passwordProblem, ssidProblem, typedChoice, withPassphrase } from './network-fields.ts';
import { emptyList, isChoosable, mergeNetworks, networkKey, otherNetwork } from './network-list.ts';
import { remember } from './remember.ts';
import { failed } from './trouble.ts';

/** Which network, and its password. */
export const network: Group = (state, event) => {
  const { screen } = state;
  switch (screen.name) {
    case 'networks':
      return networks(state, event, screen);
    case 'other':
    case 'password':
      return typing(state, event);
    default:
      return undefined;
  }
};

type NetworksScreen = Extract<Screen, { name: 'networks' }>;

function networks(state: FlowState, event: FlowEvent, screen: NetworksScreen): Transition | undefined {
  switch (event.kind) {
    case 'heard': {
      const list = mergeNetworks(screen, event.networks, state.network?.ssidHex);
      const scan = screen.scan === 'paused' ? 'paused' : 'repeating';
      return to(state, { ...screen, ...onlyList(list), scan }, [], { list: onlyList(list) });
    }
    case 'scan-failed':
      return to(state, { ...screen, scan: 'failed' });
    case 'try-again':
      if (screen.scan !== 'failed') return undefined;
      return to(state, { ...screen, scan: screen.heard.length > 0 ? 'repeating' : 'first' }, [{ kind: 'scan' }]);
    case 'pause-scan': {
      const isPaused = screen.scan === 'paused';
      if (event.paused === isPaused || screen.scan === 'failed') return undefined;
      if (event.paused) return to(state, { ...screen, scan: 'paused' }, [{ kind: 'stop-scan' }]);
      return to(state, { ...screen, scan: screen.heard.length > 0 ? 'repeating' : 'first' }, [{ kind: 'scan' }]);
    }
    case 'pick-network': {
      const picked = screen.heard.find((each) => networkKey(each) === event.key);
      if (event.key !== otherNetwork && !(picked && isChoosable(picked))) return undefined;
      const list = { heard: screen.heard, chosen: event.key, touched: true };
      return to(state, { ...screen, ...list }, [], { list });
    }
    case 'continue-network': {
      const stop: FlowEffect = { kind: 'stop-scan' };
      if (screen.chosen === otherNetwork) return to(state, { name: 'other', problems: [] }, [stop]);
      const chosen = screen.heard.find((each) => networkKey(each) === screen.chosen);
      if (!chosen || !isChoosable(chosen)) return undefined;
      const choice = heardChoice(chosen, state.network);
      if (choice.isOpen) return provision(state, choice, { again: false, first: [stop] });
      return to(state, { name: 'password' }, [stop], { network: choice });
    }
    case 'session-only':
      return alreadySetUp(state, event);
    case 'failure':
      return failed(state, event.failure);
    default:
      return undefined;
  }
}

function onlyList({ heard, chosen, touched }: NetworkList): NetworkList {
  return { heard, chosen, touched };
}

function typing(state: FlowState, event: FlowEvent): Transition | undefined {
  switch (event.kind) {
    case 'heard': {
      // The scan that was under way when the list was left.
      const list = mergeNetworks({ ...(state.list ?? emptyList), touched: true }, event.networks);
      return stay({ ...state, list });
    }
    case 'submit-other':
      return submitOther(state, event, { again: false });
    case 'submit-password':
      return submitPassword(state, event.passphrase, { again: false });
    case 'another-network':
      return toNetworks(state);
    case 'failure':
      return failed(state, event.failure);
    default:
      return undefined;
  }
}

/** How credentials go out. */
export interface SendOptions {
  /** Whether an earlier try failed in this session. */
  readonly again: boolean;
  readonly first?: readonly FlowEffect[] | undefined;
}

/** Returns what a typed name and password lead to; what is wrong with them otherwise. */
export function submitOther(
  state: FlowState,
  { ssid, passphrase, isOpen }: Extract<FlowEvent, { kind: 'submit-other' }>,
  options: SendOptions,
): Transition {
  const choice = typedChoice(ssid, passphrase, isOpen);
  const found = [ssidProblem(ssid), isOpen ? undefined : passwordProblem(passphrase, undefined)];
  const problems = found.filter((problem) => problem !== undefined);
  if (problems.length === 0) return provision(state, choice, options);
  const { screen } = state;
  const next: Screen = screen.name === 'failed' ? { ...screen, problem: problems[0] } : { name: 'other', problems };
  return to(state, next, [], { network: choice });
}

/** Returns what a password for the network at hand leads to; what is wrong with it otherwise. */
export function submitPassword(state: FlowState, passphrase: string, options: SendOptions): Transition | undefined {
  const { screen, network } = state;
  if (!network) return undefined;
  const choice = withPassphrase(network, passphrase);
  const problem = network.isOpen ? undefined : passwordProblem(passphrase, network.security);
  if (!problem) return provision(state, choice, options);
  const next: Screen = screen.name === 'failed' ? { ...screen, problem } : { name: 'password', problem };
  return to(state, next, [], { network: choice });
}

/** Returns the transition that sends credentials. */
export function provision(state: FlowState, network: NetworkChoice, { again, first = [] }: SendOptions): Transition {
  return to(
    state,
    { name: 'joining', step: 'send', since: 0, limitMs: 0 },
    // Noted before anything is sent: a page that is loaded anew in between must not claim that nothing was.
    [...first, remember({ ...state, network }, 'credentials-sent'), { kind: 'provision', network, again }],
    { network },
  );
}

/** Returns the transition to the list of networks as it was left, scanning anew; to the typed name without one. */
export function toNetworks(state: FlowState): Transition {
  if (!state.device?.scans) return to(state, { name: 'other', problems: [] });
  const list = state.list ?? emptyList;
  const scan = list.heard.length > 0 ? 'repeating' : 'first';
  return to(state, { name: 'networks', ...list, scan, since: 0 }, [{ kind: 'scan' }]);
}
