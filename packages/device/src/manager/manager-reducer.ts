import type { WifiConnection, WifiCredentials } from '../wifi-driver.ts';
import type { FailReason } from './manager-event.ts';
import type { ManagerSettings } from './manager-settings.ts';
import {
  type ManagerEffect,
  type ManagerInput,
  type ManagerPhase,
  type ManagerState,
  type ManagerTimer,
  managerPhases,
  type Transition,
} from './manager-state.ts';

/** What `input` makes of `state`: pure, so every order of events can be tested. esp-idf: wifi_provisioning/src/manager.c */
export function reduceManager(state: ManagerState, input: ManagerInput, settings: ManagerSettings): Transition {
  switch (input.kind) {
    case 'start':
      return state.phase === 'idle' ? go(state, { phase: 'starting' }, { kind: 'start-service' }) : refuse(state);
    case 'service-started':
      // A stop may have come while the transport was opening.
      return state.phase === 'starting'
        ? go(state, { phase: 'started' }, { kind: 'tell', event: { kind: 'started' } })
        : stay(state);
    case 'service-failed':
      return state.phase === 'starting' ? go(state, { phase: 'idle' }) : stay(state);
    case 'apply':
      return apply(state, input.credentials, settings);
    case 'timer':
      return timerOver(state, input.timer);
    case 'got-ip':
      return isBefore(state.phase, 'credentials-received') ? stay(state) : succeed(state, input.connection, settings);
    case 'disconnected':
      return isBefore(state.phase, 'credentials-received') ? stay(state) : disconnected(state, input.reason, settings);
    case 'success-told':
      return state.phase === 'succeeded' && settings.autoStop ? stop(state) : stay(state);
    case 'stop':
      return state.phase === 'idle' || state.phase === 'stopping' ? refuse(state) : stop(state);
    case 'reset':
      return reset(state, settings);
    case 'reprovision':
      return reprovision(state, settings);
  }
}

function apply(state: ManagerState, credentials: WifiCredentials, settings: ManagerSettings): Transition {
  if (state.phase !== 'started') {
    return refuse(state, {
      kind: 'log',
      level: 'error',
      text: 'Wi-Fi credentials already received by provisioning app',
    });
  }
  return go(
    state,
    {
      phase: 'credentials-received',
      station: { kind: 'connecting' },
      attempts: settings.attemptsSurviveReset ? state.attempts : 0,
      credentials,
    },
    // Stored before they are proven: a device that got a wrong password counts as provisioned after a restart.
    { kind: 'persist', credentials },
    { kind: 'start-timer', timer: 'connect' },
    { kind: 'tell', event: { kind: 'credentials-received', credentials } },
  );
}

function timerOver(state: ManagerState, timer: ManagerTimer): Transition {
  switch (timer) {
    case 'connect':
      return state.credentials && state.phase === 'credentials-received'
        ? go(state, {}, { kind: 'join', credentials: state.credentials })
        : stay(state);
    case 'auto-stop':
      return state.phase === 'succeeded' ? stop(state) : stay(state);
    case 'cleanup':
      if (state.phase !== 'stopping') return stay(state);
      return go(
        state,
        { phase: 'idle' },
        { kind: 'stop-service' },
        { kind: 'log', level: 'info', text: 'Provisioning stopped' },
        { kind: 'tell', event: { kind: 'ended' } },
      );
  }
}

function succeed(state: ManagerState, connection: WifiConnection, settings: ManagerSettings): Transition {
  const log: ManagerEffect = { kind: 'log', level: 'info', text: 'STA Got IP' };
  const station = { kind: 'connected', connection } as const;
  // The station may come back while the service is already ending: then only the answer to polls changes.
  if (state.phase === 'succeeded' || state.phase === 'stopping') return go(state, { station }, log);
  return go(
    state,
    { phase: 'succeeded', station },
    log,
    ...(settings.autoStop ? [{ kind: 'start-timer', timer: 'auto-stop' } as const] : []),
    { kind: 'tell', event: { kind: 'credentials-succeeded', connection } },
  );
}

function disconnected(state: ManagerState, reason: number, settings: ManagerSettings): Transition {
  if (state.phase === 'stopping') return stay(state);
  const named = failReason(reason, settings);
  const attempts = state.attempts + 1;
  const remaining = settings.connectionAttempts - attempts;
  const rejoin: ManagerEffect[] = state.credentials ? [{ kind: 'join', credentials: state.credentials }] : [];
  // As in the firmware, only the last attempt is logged.
  if (settings.connectionAttempts > 0 && remaining > 0) {
    return go(state, { attempts, station: { kind: 'attempt-failed', attemptsRemaining: remaining } }, ...rejoin);
  }
  const logs: ManagerEffect[] = [
    { kind: 'log', level: 'error', text: 'STA Disconnected' },
    { kind: 'log', level: 'error', text: `Disconnect reason : ${reason}` },
  ];
  if (settings.connectionAttempts === 0 && !named) {
    // Failed, so that a reset is granted, but clients are told that it goes on trying.
    return go(state, { phase: 'failed', station: { kind: 'connecting' } }, ...logs, ...rejoin);
  }
  // A reason that means neither is told as the failure before it, and as a wrong password when there was none.
  const found = named ?? state.lastFailure;
  const verdict: ManagerEffect[] = named ? [{ kind: 'log', level: 'error', text: failureLines[named] }] : [];
  return go(
    state,
    { phase: 'failed', station: { kind: 'failed', reason: found }, attempts, lastFailure: found },
    ...logs,
    ...verdict,
    { kind: 'tell', event: { kind: 'credentials-failed', reason: found } },
  );
}

const failureLines: Readonly<Record<FailReason, string>> = {
  'auth-error': 'STA Auth Error',
  'network-not-found': 'STA AP Not found',
};

function stop(state: ManagerState): Transition {
  return go(state, { phase: 'stopping' }, { kind: 'cancel-timers' }, { kind: 'start-timer', timer: 'cleanup' });
}

function reset(state: ManagerState, settings: ManagerSettings): Transition {
  if (state.phase === 'started' && settings.resetsFromStarted)
    return go(state, { credentials: undefined }, { kind: 'forget' });
  if (state.phase !== 'failed') {
    const number = managerPhases.indexOf(state.phase);
    return refuse(state, {
      kind: 'log',
      level: 'error',
      text: `Trying reset when not in failure state. Current state: ${number}`,
    });
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
  if (settings.autoStop || isBefore(state.phase, 'started') || state.phase === 'stopping') return refuse(state);
  return go(
    state,
    { phase: 'started', attempts: 0, credentials: undefined },
    { kind: 'cancel-timers' },
    { kind: 'leave' },
    { kind: 'tell', event: { kind: 'started' } },
  );
}

function failReason(reason: number, settings: ManagerSettings): FailReason | undefined {
  if (settings.authErrorReasons.includes(reason)) return 'auth-error';
  if (settings.notFoundReasons.includes(reason)) return 'network-not-found';
  return undefined;
}

function isBefore(phase: ManagerPhase, other: ManagerPhase): boolean {
  return managerPhases.indexOf(phase) < managerPhases.indexOf(other);
}

function go(state: ManagerState, change: Partial<ManagerState>, ...effects: ManagerEffect[]): Transition {
  return { state: { ...state, ...change }, effects, refused: false };
}

function stay(state: ManagerState): Transition {
  return { state, effects: [], refused: false };
}

function refuse(state: ManagerState, ...effects: ManagerEffect[]): Transition {
  return { state, effects, refused: true };
}
