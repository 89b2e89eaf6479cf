import type {
  IdleReason,
  PolicyEffect,
  PolicyInput,
  PolicyRules,
  PolicyState,
  PolicyTimer,
  PolicyTransition,
} from './policy-state.ts';
import type { StartReason } from './start-policy.ts';

/** How long a board may take to get into its network after a start. */
const defaultOfflineMs = 60_000;

/**
 * How long a board is an access point that is so only because it was not in its network: as long as it is, it cannot
 * join that, so a router that starts slower than the board would lose it for ever.
 */
const defaultAwayMs = 600_000;

/** Pause between a failure to offer provisioning and the next try. */
const retryMs = 60_000;

/** A board that knows nothing yet. */
export const initialPolicyState: PolicyState = {
  provisioned: false,
  online: false,
  offered: undefined,
  busy: false,
  retried: undefined,
};

/**
 * Returns what `input` makes of `state`: pure, so every order of events can be tested.
 *
 * The loss of a network later than at a start offers nothing: a router that restarts would otherwise open every board
 * around it to whoever has a label, and with one radio keep them from coming back.
 */
export function reducePolicy(state: PolicyState, input: PolicyInput, rules: PolicyRules): PolicyTransition {
  switch (input.kind) {
    case 'started':
      return start(input, rules);
    case 'online':
      return online({ ...state, online: true });
    case 'offline':
      return to({ ...state, online: false });
    case 'demand':
      return state.offered ? client(state, rules) : begin(state, 'demand', rules);
    case 'withdraw':
      return end(state, 'stopped', cancel('offline'), cancel('retry'));
    case 'forgotten':
      return forgotten({ ...state, provisioned: false }, rules);
    case 'client':
      return client(state, rules);
    case 'joining':
      return client({ ...state, busy: state.offered !== undefined }, rules);
    case 'refused':
      return client({ ...state, busy: false }, rules);
    case 'succeeded':
      return succeed({ ...state, provisioned: true }, rules);
    case 'failed':
      return fail(state);
    case 'timer':
      return timerOver(state, input.timer, rules);
  }
}

function start(
  { provisioned, online: isOnline, failedBoots }: Extract<PolicyInput, { kind: 'started' }>,
  rules: PolicyRules,
): PolicyTransition {
  const state = { ...initialPolicyState, provisioned, online: isOnline };
  const { on = 'unprovisioned', offlineMs = defaultOfflineMs } = rules;
  if (on === 'always') return begin(state, 'always', rules);
  if (!provisioned && on !== 'demand') return begin(state, 'unprovisioned', rules);
  // This start is counted already, but has not failed yet.
  const failed = failedBoots - 1;
  if (!isOnline && rules.failedBoots !== undefined && failed >= rules.failedBoots)
    return begin(state, 'failed-boots', rules);
  return on === 'offline' && !isOnline ? to(state, startTimer('offline', offlineMs)) : to(state);
}

/** What was offered because the board was not in its network has no reason any more. */
function online(state: PolicyState): PolicyTransition {
  const forLack = isForLack(state.offered) || isForLack(state.retried);
  if (!forLack || state.busy) return to(state, cancel('offline'));
  return end(state, 'online', cancel('offline'), cancel('retry'));
}

function begin(state: PolicyState, reason: StartReason, rules: PolicyRules): PolicyTransition {
  const begun = { ...state, offered: reason, busy: false, retried: undefined };
  return to(begun, cancel('offline'), cancel('retry'), { kind: 'begin', reason }, ...windowTimer(begun, rules));
}

/** The window begins anew with each sign of a client. */
function client(state: PolicyState, rules: PolicyRules): PolicyTransition {
  return to(state, ...windowTimer(state, rules));
}

function end(state: PolicyState, why: IdleReason, ...effects: PolicyEffect[]): PolicyTransition {
  const ended = { ...state, offered: undefined, busy: false, retried: undefined };
  if (!state.offered) return to(ended, ...effects);
  return to(ended, ...effects, cancel('window'), { kind: 'end', why });
}

function forgotten(state: PolicyState, rules: PolicyRules): PolicyTransition {
  const { on = 'unprovisioned' } = rules;
  return state.offered || on === 'demand' ? to(state) : begin(state, 'unprovisioned', rules);
}

function succeed(state: PolicyState, rules: PolicyRules): PolicyTransition {
  const ended = end(state, 'succeeded', cancel('offline'));
  // To be an access point again would take the board out of the network that it has just got into.
  if (rules.on !== 'always' || !rules.canStayOnline) return ended;
  const again = begin(ended.state, 'always', rules);
  return { state: again.state, effects: [...ended.effects, ...again.effects] };
}

function fail(state: PolicyState): PolicyTransition {
  if (!state.offered) return to(state);
  const ended = end(state, 'failed', startTimer('retry', retryMs));
  return { ...ended, state: { ...ended.state, retried: state.offered } };
}

function timerOver(state: PolicyState, timer: PolicyTimer, rules: PolicyRules): PolicyTransition {
  switch (timer) {
    case 'offline':
      return state.online || state.offered ? to(state) : begin(state, 'offline', rules);
    case 'retry':
      return state.retried && !state.offered ? begin(state, state.retried, rules) : to(state);
    case 'window':
      return windowOver(state, rules);
  }
}

function windowOver(state: PolicyState, rules: PolicyRules): PolicyTransition {
  // Once: a radio that never tells an outcome must not keep it open for ever.
  if (state.busy) return client({ ...state, busy: false }, rules);
  // The network may be there by now; where it is not, provisioning is offered again.
  const { offlineMs = defaultOfflineMs } = rules;
  const next = isForLack(state.offered) && !state.online ? [startTimer('offline', offlineMs)] : [];
  return end(state, 'window-over', ...next);
}

function windowTimer(state: PolicyState, { windowMs, canStayOnline }: PolicyRules): PolicyEffect[] {
  const ms = windowMs ?? (isForLack(state.offered) && !canStayOnline ? defaultAwayMs : undefined);
  return state.offered === undefined || ms === undefined ? [] : [startTimer('window', ms)];
}

/** Whether provisioning is offered only because the board has a network and is not in it. */
function isForLack(reason: StartReason | undefined): boolean {
  return reason === 'offline' || reason === 'failed-boots';
}

function startTimer(timer: PolicyTimer, ms: number): PolicyEffect {
  return { kind: 'start-timer', timer, ms };
}

function cancel(timer: PolicyTimer): PolicyEffect {
  return { kind: 'cancel-timer', timer };
}

function to(state: PolicyState, ...effects: PolicyEffect[]): PolicyTransition {
  return { state, effects };
}
