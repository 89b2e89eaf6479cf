import type { Bytes } from '@esp-prov/protocol';

/** A program of the system, and what it is given. */
export interface ProgramCall {
  /** Name, which is looked for in the usual folders of programs, or a path. */
  readonly program: string;
  readonly arguments?: readonly string[] | undefined;
  /** Variables beside `PATH` and `LC_ALL`; nothing else of this process is handed on. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Package of Debian that has the program, for the error where it is missing. */
  readonly debianPackage?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A program that ends by itself. */
export interface ProgramRun extends ProgramCall {
  /** What its standard input gets; default: nothing. */
  readonly input?: Uint8Array | undefined;
  /** Longest time in ms, after which it is killed with all that it has started; default 10 000. */
  readonly timeoutMs?: number | undefined;
  /** Most bytes that it may print; default 65 536. */
  readonly maxOutput?: number | undefined;
}

/** What a program printed that ended with the exit code 0. */
export interface ProgramOutput {
  readonly stdout: Bytes;
  /** The first 4096 bytes at most, as text. */
  readonly stderr: string;
}

/** A program that is to go on until it is put away. */
export interface ProgramGuard extends ProgramCall {
  /** Takes each line of its standard error, the first 500 characters of it. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Takes each line of its standard output, the first 500 characters of it; default: nobody reads it. */
  readonly onOutput?: ((line: string) => void) | undefined;
  /** A line of its standard error that says that it is ready; default: it is, once it has gone on for `graceMs`. */
  readonly ready?: RegExp | undefined;
  /** How long it is waited for to be ready; it counts as ready then, as long as it has not ended. Default 1000. */
  readonly graceMs?: number | undefined;
}

/** A program that goes on. It is ended by disposal, and when this process ends, also by SIGKILL. */
export interface GuardedProgram extends AsyncDisposable {
  readonly pid: number;
  /** Aborted with a `board/program-failed` when the program ended by itself; its detail `exitCode` is 0 after a success. */
  readonly ended: AbortSignal;
}

/** Runs programs of the system, without a shell between and with nothing but what they are given. */
export interface Programs {
  /**
   * Runs a program to its end.
   *
   * @throws ProvisioningError `board/program-missing`; `board/program-failed` for another exit code than 0, a signal, too
   *   much output and a time limit; the reason of the signal
   */
  run(run: ProgramRun): Promise<ProgramOutput>;
  /**
   * Starts a program and resolves when it is ready.
   *
   * @throws ProvisioningError `board/program-missing`; `board/program-failed` where it ends before; the reason of the signal
   */
  guard(guard: ProgramGuard): Promise<GuardedProgram>;
}
