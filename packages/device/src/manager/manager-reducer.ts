import type { WifiCredentials } from '../wifi/wifi-driver.ts';
import { credentialLines } from './credential-lines.ts';
import type { ManagerSettings } from './manager-settings.ts';
import {
  initialManagerState,
  type ManagerEffect,
  type ManagerInput,
  type ManagerPhase,
  type ManagerState,
  type ManagerTimer,
  managerPhases,
  type Transition,
} from './manager-state.ts';
import { endProvisioning, reduceSession } from './session-reducer.ts';
import { reduceStation } from './station-reducer.ts';
import { stop, stopEffects } from './stop-effects.ts';
import { go, line, refuse, stay } from './transition.ts';

/**
 * Returns what `input` makes of `state`: pure, so every order of events can be tested. esp-idf:
 * wifi_provisioning/src/manager.c
 */
export function reduceManager(state: ManagerState, input: ManagerInput, settings: ManagerSettings): Transition {
  if (!state.initialized) return uninitialized(state, input, settings);
  switch (input.kind) {
    case 'init':
      return refuse(state, line('manager/already-initialized'));
    case 'start':
      return state.phase === 'idle' && !state.serving
        ? go(state, { phase: 'starting' }, { kind: 'start-service' })
        : refuse(state, line('manager/already-started'));
    case 'service-started':
      // A stop may have come while the transport was opening.
      return state.phase === 'starting'
        ? go(state, { phase: 'started', serving: true }, { kind: 'tell', event: { kind: 'started' } })
        : go(state, { serving: state.phase === 'stopping' });
    case 'service-failed':
      return state.phase === 'starting' ? go(state, { phase: 'idle' }) : stay(state);
    case 'apply':
      // Offered in every phase: whether it is possible is looked at afterwards.
      return settings.tellsStationConfig
        ? go(state, {}, { kind: 'offer-config', credentials: input.credentials })
        : configure(state, input.credentials, settings);
    case 'configure':
      return configure(state, input.credentials, settings);
    case 'timer':
      return timerOver(state, input.timer, settings);
    case 'station-started':
    case 'got-ip':
    case 'disconnected':
      return reduceStation(state, input, settings);
    case 'success-told':
      return state.phase === 'succeeded' && settings.autoStop ? stop(state) : stay(state);
    case 'stop':
      if (state.phase === 'idle') return refuse(state, line('manager/not-running'));
      return state.phase === 'stopping' ? refuse(state, line('manager/already-stopping')) : stop(state);
    case 'enable':
    case 'pause':
    case 'resume':
      return reduceSession(state, input, settings);
    case 'reset':
      return reset(state, settings);
    case 'reprovision':
      return reprovision(state, settings);
    case 'restore':
      return restore(state);
    case 'deinit':
      return deinit(state);
  }
}

/** Handles input while there is no manager: only what is stored can be forgotten. */
function uninitialized(state: ManagerState, input: ManagerInput, { sessionOnly }: ManagerSettings): Transition {
  switch (input.kind) {
    case 'init':
      return go(
        initialManagerState,
        { initialized: true, provisioning: !sessionOnly },
        { kind: 'tell', event: { kind: 'initialized' } },
      );
    case 'restore':
      return restore(state);
    case 'deinit':
      return go(state, {}, line('manager/already-deinitialized'));
    case 'start':
    case 'apply':
    case 'configure':
    case 'stop':
    case 'enable':
    case 'pause':
    case 'resume':
    case 'reset':
    case 'reprovision':
      return refuse(state, line('manager/not-initialized'));
    default:
      return stay(state);
  }
}

function configure(state: ManagerState, credentials: WifiCredentials, settings: ManagerSettings): Transition {
  if (state.phase !== 'started' || !state.provisioning) {
    return refuse(state, line('manager/already-received'));
  }
  return go(
    state,
    {
      phase: 'credentials-received',
      station: { kind: 'connecting' },
      attempts: settings.attemptsSurviveReset ? state.attempts : 0,
      credentials,
    },
    ...credentialLines('received', credentials, settings.overread),
    // Stored before they are proven: a device that got a wrong password counts as provisioned after a restart.
    { kind: 'persist', credentials },
    { kind: 'start-timer', timer: 'connect' },
    { kind: 'tell', event: { kind: 'credentials-received', credentials } },
  );
}

function timerOver(state: ManagerState, timer: ManagerTimer, settings: ManagerSettings): Transition {
  switch (timer) {
    case 'connect':
      if (state.phase !== 'credentials-received') return stay(state);
      return state.credentials
        ? go(state, {}, { kind: 'join', credentials: state.credentials })
        : go(state, {}, line('manager/connect-failed'));
    case 'auto-stop':
      // Also where the station was lost again after its success: nothing stops this timer but a reset and the stop.
      return state.phase === 'succeeded' || state.phase === 'failed' ? stop(state) : stay(state);
    case 'cleanup':
      if (state.phase !== 'stopping') return stay(state);
      if (settings.sessionOnly && !state.deinitializing) return endProvisioning(state);
      return go(
        state,
        state.deinitializing ? initialManagerState : { phase: 'idle', serving: false, paused: false },
        { kind: 'stop-service' },
        line('manager/stopped'),
        { kind: 'tell', event: { kind: 'ended' } },
        ...(state.deinitializing ? [deinitialized] : []),
      );
  }
}

/** Ends the service first where one runs, so that `ended` is sent before `deinitialized`. */
function deinit(state: ManagerState): Transition {
  if (state.phase === 'idle') {
    // What goes on after provisioning ends without another `ended`.
    const ending: ManagerEffect[] = state.serving ? [{ kind: 'stop-service' }] : [];
    return go(initialManagerState, {}, ...ending, deinitialized);
  }
  if (state.phase === 'stopping') return go(state, { deinitializing: true });
  return go(state, { phase: 'stopping', deinitializing: true }, ...stopEffects);
}

const deinitialized: ManagerEffect = { kind: 'tell', event: { kind: 'deinitialized' } };

function reset(state: ManagerState, settings: ManagerSettings): Transition {
  if (state.phase === 'started' && state.provisioning && settings.resetsFromStarted)
    return go(state, { credentials: undefined }, line('manager/reset-already-done'), { kind: 'forget' });
  if (state.phase !== 'failed') {
    const number = managerPhases.indexOf(state.phase);
    return refuse(state, line('manager/reset-refused', number));
  }
  return go(
    state,
    { phase: 'started', attempts: settings.attemptsSurviveReset ? state.attempts : 0, credentials: undefined },
    { kind: 'cancel-timers' },
    { kind: 'forget' },
    { kind: 'leave' },
  );
}

/** Takes credentials anew; the stored ones stay until the next Apply, so a restart brings them back. */
function reprovision(state: ManagerState, settings: ManagerSettings): Transition {
  if (settings.autoStop) {
    return refuse(state, line('manager/reprovision-refused'));
  }
  if (isBefore(state.phase, 'started') || state.phase === 'stopping' || !state.provisioning) return refuse(state);
  return go(
    state,
    { phase: 'started', attempts: settings.attemptsSurviveReset ? state.attempts : 0, credentials: undefined },
    { kind: 'cancel-timers' },
    { kind: 'leave' },
    { kind: 'tell', event: { kind: 'started' } },
  );
}

/** Forgets the credentials, also those that were applied: a later attempt has nothing to join with. */
function restore(state: ManagerState): Transition {
  return go(state, { credentials: undefined }, { kind: 'forget' });
}

function isBefore(phase: ManagerPhase, other: ManagerPhase): boolean {
  return managerPhases.indexOf(phase) < managerPhases.indexOf(other);
}
