import type { ManagerSettings } from './manager-settings.ts';
import type { ManagerEffect, ManagerInput, ManagerState, Transition } from './manager-state.ts';
import { go, line, refuse, stay } from './transition.ts';

/** What concerns the session-only mode alone. */
export type SessionInput = Extract<ManagerInput, { kind: 'enable' | 'pause' | 'resume' }>;

/**
 * Returns what `input` makes of `state` in the session-only mode of network_provisioning 1.4.0. Inferred from its
 * changelog, and from drafts of the mode in the repository idf-extra-components.
 */
export function reduceSession(state: ManagerState, input: SessionInput, settings: ManagerSettings): Transition {
  switch (input.kind) {
    case 'enable':
      return enable(state, settings);
    case 'pause':
    case 'resume':
      return advertise(state, input.kind === 'resume', settings);
  }
}

/** Returns the end of provisioning under which the service goes on, with its links and its session. */
export function endProvisioning(state: ManagerState): Transition {
  return go(
    state,
    { phase: 'idle', provisioning: false, credentials: undefined },
    { kind: 'end-provisioning' },
    line('manager/stopped'),
    { kind: 'tell', event: { kind: 'ended' } },
  );
}

/** Means nothing outside of the mode, where provisioning is always enabled. */
function enable(state: ManagerState, settings: ManagerSettings): Transition {
  if (state.phase === 'idle' && !state.serving) return go(state, { provisioning: true });
  const isQuiet = state.phase === 'started' || state.phase === 'idle';
  if (!settings.sessionOnly || !settings.enablesWhileRunning || state.provisioning || !isQuiet) return refuse(state);
  const begun: ManagerEffect[] = state.phase === 'idle' ? [{ kind: 'tell', event: { kind: 'started' } }] : [];
  return go(
    state,
    { phase: 'started', provisioning: true, station: { kind: 'connecting' }, attempts: 0 },
    { kind: 'offer-provisioning' },
    ...begun,
  );
}

function advertise(state: ManagerState, on: boolean, { sessionOnly }: ManagerSettings): Transition {
  if (!sessionOnly || !state.serving) return refuse(state);
  return state.paused === on ? go(state, { paused: !on }, { kind: 'advertise', on }) : stay(state);
}
