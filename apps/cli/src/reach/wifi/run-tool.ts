import { type ChildProcess, spawn } from 'node:child_process';

/** How a program of the system ended. */
export type ToolEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: Buffer; readonly stderr: string }
  /** It is not installed. */
  | { readonly kind: 'missing' }
  /** It took longer than allowed. */
  | { readonly kind: 'late' }
  /** It printed more than allowed. */
  | { readonly kind: 'endless' };

/** Limits of a run. */
export interface ToolLimits {
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program with arguments; tests hand in others. */
export type RunTool = (program: string, args: readonly string[], limits: ToolLimits) => Promise<ToolEnd>;

/** Bytes of the longest output: a thousand networks have a tenth of it. */
const longestOutput = 1024 * 1024;

/** Runs a program of the system without a shell and without input; one that goes on for too long is ended. */
export const runTool: RunTool = async (program, args, { ms, signal }) => {
  signal?.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its words are read by programs, so they are not to be translated.
      env: { ...process.env, LC_ALL: 'C' },
      // A Ctrl-C is for this command, which may have a network to put back. On Windows it would open a window.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let [stdoutSize, stderr] = [0, ''];
    const settle = (action: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      endAll(child);
      // What it has started may hold them open for ever.
      child.stdout.destroy();
      child.stderr.destroy();
      action();
    };
    const timer = setTimeout(() => settle(() => resolve({ kind: 'late' })), ms);
    const onAbort = () => settle(() => reject(signal?.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      stdoutSize += chunk.length;
      if (stdoutSize > longestOutput) settle(() => resolve({ kind: 'endless' }));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 1000) stderr += text.slice(0, 1000);
    });
    child.once('error', () => settle(() => resolve({ kind: 'missing' })));
    child.once('close', (code) =>
      settle(() => resolve({ kind: 'ended', code, stdout: Buffer.concat(chunks), stderr: stderr.trim() })),
    );
  });
};

/** Ends a program, and what it has started, if it still runs. */
function endAll(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended at this very moment.
  }
}
