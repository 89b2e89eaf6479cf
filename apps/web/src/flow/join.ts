import { alreadySetUp } from './connect.ts';
import { findForOutcome, hasList } from './find-for-outcome.ts';
import type { FlowEvent, Transition } from './flow-event.ts';
import type { FlowState, Screen } from './flow-state.ts';
import { type Group, stay, to } from './group.ts';
import { provision, submitOther, submitPassword, toNetworks } from './network.ts';
import { remember } from './remember.ts';
import { failed } from './trouble.ts';

/** Screens on which the outcome of a join can be told: that of joining, and those of looking how it went. */
const awaiting: readonly FlowState['screen']['name'][] = [
  'joining',
  'unknown',
  'connecting',
  'proof',
  'account',
  'consent',
];

/** How the device joins, and how that ended. */
export const join: Group = (state, event) => {
  const { screen } = state;
  if (awaiting.includes(screen.name)) {
    const end = outcome(state, event);
    if (end) return end;
  }
  switch (screen.name) {
    case 'joining':
      return joining(state, event, screen);
    case 'failed':
      return afterFailure(state, event, screen);
    case 'unknown':
      return afterUnknown(state, event, screen);
    case 'done':
      return done(state, event, screen);
    default:
      return undefined;
  }
};

function outcome(state: FlowState, event: FlowEvent): Transition | undefined {
  switch (event.kind) {
    case 'joined': {
      const { ip4, nextUrl } = event;
      const hasLink = ip4 !== undefined || nextUrl !== undefined;
      return to(state, { name: 'done', ip4, link: { state: hasLink ? 'trying' : 'none' } }, [
        { kind: 'remember', left: 'idle' },
        // The device ends its service by itself; first, as leaving it also ends a look at its page.
        { kind: 'disconnect' },
        { kind: 'try-link', ip4, nextUrl },
      ]);
    }
    case 'join-failed': {
      const { reason, findings, attempts } = event;
      return to(state, { name: 'failed', reason, findings, attempts }, [remember(state, 'connected')]);
    }
    case 'outcome-unknown':
      return to(state, { name: 'unknown', failure: event.failure, afterReload: false, checking: false }, [
        { kind: 'disconnect' },
      ]);
    default:
      return undefined;
  }
}

function joining(
  state: FlowState,
  event: FlowEvent,
  screen: Extract<Screen, { name: 'joining' }>,
): Transition | undefined {
  switch (event.kind) {
    case 'join-step': {
      const { step, at: since, limitMs } = event;
      return to(state, { ...screen, step, since, limitMs });
    }
    case 'attempts':
      return to(state, { ...screen, attemptsRemaining: event.remaining });
    case 'session-only':
      return alreadySetUp(state, event);
    case 'failure':
      return failed(state, event.failure);
    default:
      return undefined;
  }
}

/** Reasons that the page gives, and not the device: that one is still at it. */
const stillJoining: readonly string[] = ['timeout', 'no-address'];

function afterFailure(
  state: FlowState,
  event: FlowEvent,
  screen: Extract<Screen, { name: 'failed' }>,
): Transition | undefined {
  switch (event.kind) {
    case 'try-again':
      if (stillJoining.includes(screen.reason)) {
        return to(state, { name: 'joining', step: 'join', since: 0, limitMs: 0 }, [
          remember(state, 'credentials-sent'),
          { kind: 'keep-watching' },
        ]);
      }
      return state.network && provision(state, state.network, { again: true });
    case 'submit-password':
      return submitPassword(state, event.passphrase, { again: true });
    case 'submit-other':
      return submitOther(state, event, { again: true });
    case 'another-network':
      return toNetworks(state);
    case 'failure':
      return failed(state, event.failure);
    default:
      return undefined;
  }
}

function afterUnknown(
  state: FlowState,
  event: FlowEvent,
  screen: Extract<Screen, { name: 'unknown' }>,
): Transition | undefined {
  switch (event.kind) {
    case 'check-outcome':
    case 'try-again':
      if (screen.checking) return undefined;
      if (screen.afterReload && hasList(state)) return findForOutcome(state, screen.failure);
      return to(state, { ...screen, checking: true }, [{ kind: 'check-outcome', network: state.network }]);
    case 'nothing-chosen':
      return screen.checking ? to(state, { ...screen, checking: false }) : undefined;
    case 'chosen':
      return stay({ ...state, device: state.device && { ...state.device, name: event.name } });
    default:
      return undefined;
  }
}

function done(state: FlowState, event: FlowEvent, screen: Extract<Screen, { name: 'done' }>): Transition | undefined {
  if (event.kind !== 'link-tried' || screen.link.state === 'answers') return undefined;
  const link = { state: event.answers ? 'answers' : 'unknown', url: event.url } as const;
  return to(state, { ...screen, link });
}
