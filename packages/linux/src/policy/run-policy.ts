import type { Clock } from '@esp-prov/protocol';
import type { PolicyEffect, PolicyInput, PolicyRules, PolicyState, PolicyTimer } from './policy-state.ts';
import { initialPolicyState, reducePolicy } from './reduce-policy.ts';

/** What a policy runs on. */
export interface PolicyPorts {
  readonly clock: Clock;
  /** Carries out that provisioning begins or ends; in order, and without waiting. */
  readonly perform: (effect: Extract<PolicyEffect, { kind: 'begin' | 'end' }>) => void;
}

/** Runs a start policy: takes what happens to the board, keeps its timers. */
export class PolicyRunner implements Disposable {
  readonly #rules: PolicyRules;
  readonly #ports: PolicyPorts;
  readonly #timers = new Map<PolicyTimer, AbortController>();
  #state = initialPolicyState;
  #closed = false;

  constructor(rules: PolicyRules, ports: PolicyPorts) {
    this.#rules = rules;
    this.#ports = ports;
  }

  get state(): PolicyState {
    return this.#state;
  }

  /** Takes what has happened. */
  dispatch(input: PolicyInput): void {
    if (this.#closed) return;
    const { state, effects } = reducePolicy(this.#state, input, this.#rules);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  /** Ends the timers; what happens afterwards is ignored. */
  [Symbol.dispose](): void {
    this.#closed = true;
    for (const timer of this.#timers.keys()) this.#cancel(timer);
  }

  #perform(effect: PolicyEffect): void {
    switch (effect.kind) {
      case 'start-timer':
        return this.#start(effect.timer, effect.ms);
      case 'cancel-timer':
        return this.#cancel(effect.timer);
      default:
        return this.#ports.perform(effect);
    }
  }

  #start(timer: PolicyTimer, ms: number): void {
    this.#cancel(timer);
    const cancelled = new AbortController();
    this.#timers.set(timer, cancelled);
    this.#ports.clock.sleep(ms, { signal: cancelled.signal }).then(
      () => {
        this.#timers.delete(timer);
        this.dispatch({ kind: 'timer', timer });
      },
      () => undefined,
    );
  }

  #cancel(timer: PolicyTimer): void {
    this.#timers.get(timer)?.abort();
    this.#timers.delete(timer);
  }
}
