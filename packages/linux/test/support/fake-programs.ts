import { untilAborted, utf8 } from '@esp-prov/protocol';
import { notStarted, programFailed } from '../../src/programs/program-error.ts';
import type { GuardedProgram, ProgramGuard, ProgramRun, Programs } from '../../src/programs/programs.ts';

/** What a fake program does: the text that it prints, an error, or that there is none of this name (undefined). */
export type FakeProgram = (run: ProgramRun) => string | Error | undefined | Promise<string | Error | undefined>;

/** A fake program that goes on, which a test can end. */
export interface FakeGuarded {
  readonly guard: ProgramGuard;
  readonly running: boolean;
  /** Ends it as by itself; default: with the exit code 1. */
  end(exitCode?: number): void;
}

/** Programs of a test: each by a function under its name; what is started to go on lives until it is put away or ended. */
export class FakePrograms implements Programs {
  /** Programs that run to their end, by name. */
  readonly programs: Map<string, FakeProgram>;
  /** Names that can be started to go on; the others are not installed. */
  readonly guardable: Set<string>;
  /** Each line of a command that was run or started, in order. */
  readonly calls: string[] = [];
  /** Each program that was started to go on. */
  readonly guarded: FakeGuarded[] = [];
  /** What a program that is started does at once in place of going on, where it is no undefined. */
  failsToStart: ((guard: ProgramGuard) => Error | undefined) | undefined;

  constructor(programs: Readonly<Record<string, FakeProgram>> = {}, guardable: Iterable<string> = ['dnsmasq']) {
    this.programs = new Map(Object.entries(programs));
    this.guardable = new Set(guardable);
  }

  async run(run: ProgramRun) {
    run.signal?.throwIfAborted();
    this.calls.push([run.program, ...(run.arguments ?? [])].join(' '));
    const printed = await untilAborted(Promise.resolve(this.programs.get(run.program)?.(run)), run.signal);
    if (printed === undefined) throw notStarted(run, Object.assign(new Error('not found'), { code: 'ENOENT' }));
    if (printed instanceof Error) throw printed;
    return { stdout: utf8(printed), stderr: '' };
  }

  async guard(guard: ProgramGuard): Promise<GuardedProgram> {
    guard.signal?.throwIfAborted();
    this.calls.push([guard.program, ...(guard.arguments ?? [])].join(' '));
    if (!this.guardable.has(guard.program)) {
      throw notStarted(guard, Object.assign(new Error('not found'), { code: 'ENOENT' }));
    }
    const failure = this.failsToStart?.(guard);
    if (failure) throw failure;
    const ended = new AbortController();
    let running = true;
    this.guarded.push({
      guard,
      get running() {
        return running;
      },
      end: (exitCode = 1) => {
        running = false;
        ended.abort(programFailed(guard, `ended with the exit code ${exitCode}`, { exitCode }));
      },
    });
    const pid = 100_000 + this.guarded.length;
    const stop = async () => {
      running = false;
    };
    return { pid, ended: ended.signal, [Symbol.asyncDispose]: stop };
  }
}
