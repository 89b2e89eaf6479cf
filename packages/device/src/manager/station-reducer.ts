import type { WifiConnection } from '../wifi/wifi-driver.ts';
import type { FailReason } from './manager-event.ts';
import type { ManagerSettings } from './manager-settings.ts';
import type { ManagerEffect, ManagerInput, ManagerState, Transition } from './manager-state.ts';
import { stop } from './stop-effects.ts';
import { go, line, stay } from './transition.ts';

/** What the radio reports of its station. */
export type StationInput = Extract<ManagerInput, { kind: 'station-started' | 'got-ip' | 'disconnected' }>;

/**
 * Returns what a report of the radio makes of `state`. Only from Apply to the stop: before and after it the firmware
 * does not listen. esp-idf: wifi_prov_mgr_event_handler_internal in wifi_provisioning/src/manager.c
 */
export function reduceStation(state: ManagerState, input: StationInput, settings: ManagerSettings): Transition {
  if (!listeningPhases.includes(state.phase) || !state.provisioning) return stay(state);
  switch (input.kind) {
    case 'station-started':
      return go(state, { station: { kind: 'connecting' } }, line('manager/sta-start'));
    case 'got-ip':
      return succeed(state, input.connection, settings);
    case 'disconnected':
      return disconnected(state, input.reason, settings);
  }
}

const listeningPhases: readonly ManagerState['phase'][] = ['credentials-received', 'failed', 'succeeded'];

function succeed(state: ManagerState, connection: WifiConnection, settings: ManagerSettings): Transition {
  const atOnce = settings.sessionOnly && settings.autoStop && settings.endpointsGo === 'at-success';
  const succeeded = go(
    state,
    { phase: 'succeeded', station: { kind: 'connected', connection } },
    line('manager/sta-got-ip'),
    ...(settings.autoStop && !atOnce ? autoStopTimer(state, settings) : []),
    // Reported again with every further address.
    { kind: 'tell', event: { kind: 'credentials-succeeded', connection } },
  );
  if (!atOnce) return succeeded;
  const stopping = stop(succeeded.state);
  return { ...stopping, effects: [...succeeded.effects, ...stopping.effects] };
}

function autoStopTimer({ phase }: ManagerState, { autoStopMs }: ManagerSettings): ManagerEffect[] {
  return [
    line('manager/stop-timer', autoStopMs / 1000),
    // A running timer is not started again: esp_timer_start_once refuses, and its result is ignored.
    ...(phase === 'succeeded' ? [] : [{ kind: 'start-timer', timer: 'auto-stop' } as const]),
  ];
}

function disconnected(state: ManagerState, reason: number, settings: ManagerSettings): Transition {
  const named = failReason(reason, settings);
  const attempts = state.attempts + 1;
  const remaining = settings.connectionAttempts - attempts;
  const rejoin: ManagerEffect[] = state.credentials ? [{ kind: 'join', credentials: state.credentials }] : [];
  // As in the firmware, only the last attempt is logged.
  if (settings.connectionAttempts > 0 && remaining > 0) {
    return go(state, { attempts, station: { kind: 'attempt-failed', attemptsRemaining: remaining } }, ...rejoin);
  }
  const logs = [line('manager/sta-disconnected'), line('manager/reason', reason)];
  if (settings.connectionAttempts === 0 && !named) {
    // Failed, so that a reset is accepted, but clients get the status `connecting`.
    return go(state, { phase: 'failed', station: { kind: 'connecting' } }, ...logs, ...rejoin);
  }
  // A reason that means neither is reported as the failure before it, and without one as a wrong password.
  const found = named ?? state.lastFailure;
  const verdict = named ? [line(`manager/${named}`)] : [];
  const told = settings.tellsStaleReason ? state.lastFailure : found;
  return go(
    state,
    { phase: 'failed', station: { kind: 'failed', reason: found }, attempts, lastFailure: found },
    ...logs,
    ...verdict,
    { kind: 'tell', event: { kind: 'credentials-failed', reason: told } },
  );
}

function failReason(reason: number, settings: ManagerSettings): FailReason | undefined {
  if (settings.authErrorReasons.includes(reason)) return 'auth-error';
  if (settings.notFoundReasons.includes(reason)) return 'network-not-found';
  return undefined;
}
