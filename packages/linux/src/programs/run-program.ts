import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { type Clock, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import { programEnvironment } from './program-environment.ts';
import { endingOf, notStarted, programFailed } from './program-error.ts';
import type { ProgramOutput, ProgramRun } from './programs.ts';

const defaultTimeoutMs = 10_000;
const defaultMaxOutput = 65_536;
const longestComplaint = 4096;

/** What a program has left in its pipes is there by then; what it has started and left running may keep them open for ever. */
const drainMs = 1000;

/** Runs a program to its end. @throws ProvisioningError `board/program-missing`, `board/program-failed` */
export async function runProgram(run: ProgramRun, clock: Clock): Promise<ProgramOutput> {
  const { timeoutMs: ms = defaultTimeoutMs, signal } = run;
  const reason = () => programFailed(run, `did not end within ${ms} ms`);
  return await withDeadline({ clock, ms, reason, signal }, (limit) => runUnder(limit, run, clock));
}

function runUnder(limit: AbortSignal, run: ProgramRun, clock: Clock): Promise<ProgramOutput> {
  const { maxOutput = defaultMaxOutput } = run;
  return new Promise((resolve, reject) => {
    const child = start(run);
    if (child instanceof ProvisioningError) return reject(child);
    const printed: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const settled = new AbortController();
    const finish = (settle: () => void) => {
      settled.abort();
      limit.removeEventListener('abort', onAbort);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      settle();
    };
    const giveUp = (reason: unknown) => {
      killGroup(child);
      finish(() => reject(reason));
    };
    const onAbort = () => giveUp(limit.reason);
    limit.addEventListener('abort', onAbort, { once: true });
    child.on('error', (cause) => finish(() => reject(notStarted(run, cause))));
    child.stdout.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size > maxOutput) giveUp(programFailed(run, `printed more than ${maxOutput} bytes`));
      else printed.push(bytes);
    });
    child.stderr.on('data', (bytes: Buffer) => {
      if (complaint.length < longestComplaint) complaint += bytes.toString('utf8').slice(0, longestComplaint);
      complaint = complaint.slice(0, longestComplaint);
    });
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      finish(() => {
        if (code === 0) resolve({ stdout: Uint8Array.from(Buffer.concat(printed)), stderr: complaint });
        else reject(programFailed(run, endingOf(code, signal, complaint), { exitCode: code }));
      });
    child.once('close', end);
    child.once('exit', (code, signal) => {
      clock.sleep(drainMs, { signal: settled.signal }).then(
        () => end(code, signal),
        () => undefined,
      );
    });
    // A program need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input ?? new Uint8Array(0));
  });
}

/** Starts it in a group of its own, so that it can be ended with all that it has started. */
function start(run: ProgramRun): ChildProcessWithoutNullStreams | ProvisioningError {
  try {
    return spawn(run.program, [...(run.arguments ?? [])], {
      env: programEnvironment(run.env),
      cwd: '/',
      stdio: 'pipe',
      detached: true,
    });
  } catch (cause) {
    // Such as a zero byte in an argument.
    return programFailed(run, 'cannot be run with these arguments', { cause });
  }
}

function killGroup({ pid }: ChildProcessWithoutNullStreams): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
