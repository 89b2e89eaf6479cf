import { type Clock, foreignText, isProvisioningError, type Log } from '@esp-prov/protocol';
import type { GuardedProgram, Programs } from '../programs/programs.ts';
import type { HookCommand } from './event-hook.ts';

/** What a button runs on. */
export interface ButtonPorts {
  readonly programs: Programs;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when it is pressed. */
  readonly onPress: () => void;
}

/** A button bounces, and a program may print without end: more presses in this time are one. */
const pressMs = 1000;

/** Pause before the program is started again: after a press, and the longest after failures. */
const restartMs = 1000;
const longestRestartMs = 60_000;

/**
 * Runs a program that waits for a button, again and again, until it is disposed of. A line `offer` on its standard output
 * is a press, and so is its end with the exit code 0, as `gpiomon --num-events=1` ends.
 */
export class Button implements AsyncDisposable {
  readonly #command: HookCommand;
  readonly #ports: ButtonPorts;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #lastPress = Number.NEGATIVE_INFINITY;

  constructor(command: HookCommand, ports: ButtonPorts) {
    this.#command = command;
    this.#ports = ports;
    this.#done = this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the button is not watched any more'));
    await this.#done;
  }

  /** Never rejects. */
  async #watch(): Promise<void> {
    const { clock, log } = this.#ports;
    const { signal } = this.#stop;
    let pause = restartMs;
    while (!signal.aborted) {
      const failure = await this.#once();
      if (signal.aborted) return;
      if (failure === undefined) pause = restartMs;
      else {
        log('warn', 'button', `the button is started again in ${pause / 1000} s: ${foreignText(String(failure))}`);
      }
      await clock.sleep(pause, { signal }).catch(() => undefined);
      if (failure !== undefined) pause = Math.min(2 * pause, longestRestartMs);
    }
  }

  /** Runs the program once; returns why it failed, where it did. */
  async #once(): Promise<unknown> {
    const { programs } = this.#ports;
    const { signal } = this.#stop;
    const [program, ...args] = this.#command;
    const onOutput = (line: string) => {
      if (line.trim() === 'offer') this.#press();
    };
    let ending: unknown;
    try {
      await using running = await programs.guard({ program, arguments: args, onOutput, graceMs: 0, signal });
      ending = await endOf(running, signal);
    } catch (error) {
      ending = error;
    }
    if (signal.aborted) return undefined;
    if (!isProvisioningError(ending, 'board/program-failed') || ending.details['exitCode'] !== 0) return ending;
    this.#press();
    return undefined;
  }

  #press(): void {
    const { clock, onPress } = this.#ports;
    if (clock.now() - this.#lastPress < pressMs) return;
    this.#lastPress = clock.now();
    onPress();
  }
}

/** Returns why a program has ended, or undefined once `signal` aborts. */
function endOf({ ended }: GuardedProgram, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    const either = AbortSignal.any([ended, signal]);
    const settle = () => resolve(ended.aborted ? ended.reason : undefined);
    if (either.aborted) settle();
    else either.addEventListener('abort', settle, { once: true });
  });
}
