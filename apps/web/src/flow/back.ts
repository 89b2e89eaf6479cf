import { findingForOutcome } from './find-for-outcome.ts';
import type { FlowEffect, Transition } from './flow-event.ts';
import type { FlowState } from './flow-state.ts';
import { type Group, stay, to } from './group.ts';
import { toNetworks } from './network.ts';
import { pageFailure } from './page-failure.ts';
import { remember } from './remember.ts';

/** The way back and the ways out, which every screen has. */
export const back: Group = (state, event) => {
  switch (event.kind) {
    case 'back':
      return goBack(state);
    case 'cancel':
      return leave(state);
    case 'use-another-way':
      return state.screen.name === 'joining' ? undefined : leave(state);
    case 'set-up-another':
      return endings.includes(state.screen.name) ? restart(state) : undefined;
    default:
      return undefined;
  }
};

const endings: readonly FlowState['screen']['name'][] = ['done', 'already', 'unknown', 'failed', 'trouble'];

/** One screen back. What was typed stays in the state, and nothing is taken from a device without a word. */
function goBack(state: FlowState): Transition {
  const { screen, device } = state;
  switch (screen.name) {
    case 'start':
      return stay(state);
    case 'choose':
      return (screen.outcomeOf && findingForOutcome(state, { kind: 'back' }, screen.outcomeOf)) ?? leave(state);
    case 'softap':
      if (screen.stage !== 'checking') return restart(state);
      return to(
        state,
        { name: 'softap', stage: 'steps' },
        [{ kind: 'disconnect' }, { kind: 'remember', left: 'idle' }],
        { device: undefined },
      );
    case 'joining':
      return stopWatching(state);
    case 'password':
      return toNetworks(state);
    case 'other':
      return device?.scans ? toNetworks(state) : leave(state);
    case 'failed':
      return toNetworks(state);
    case 'unknown':
      if (!screen.checking) return restart(state);
      return to(state, { ...screen, checking: false }, [{ kind: 'disconnect' }]);
    default:
      return leave(state);
  }
}

/** To the start; from a join that is under way to what is known of it. */
function leave(state: FlowState): Transition {
  return state.screen.name === 'joining' ? stopWatching(state) : restart(state);
}

/** The device goes on without the page, so that its outcome is unknown and nothing else. */
function stopWatching(state: FlowState): Transition {
  const failure = pageFailure('page/stopped');
  return to(state, { name: 'unknown', failure, afterReload: false, checking: false }, [
    { kind: 'disconnect' },
    remember(state, 'credentials-sent'),
  ]);
}

const connected: readonly FlowState['screen']['name'][] = ['networks', 'other', 'password', 'failed'];

function restart(state: FlowState): Transition {
  const { screen } = state;
  const isIdle = screen.name === 'start';
  const effects: FlowEffect[] = [
    ...(screen.name === 'qr' ? [{ kind: 'stop-camera' } as const] : []),
    ...(isIdle ? [] : ([{ kind: 'disconnect' }, { kind: 'remember', left: 'idle' }] as const)),
    { kind: 'look-at-browser' },
  ];
  const note = connected.includes(screen.name) ? ({ note: 'ended' } as const) : {};
  return to(state, { name: 'start', ...note }, effects, { device: undefined, list: undefined });
}
