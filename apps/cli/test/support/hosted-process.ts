import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Started, Streams } from './started.ts';

const hostFile = fileURLToPath(new URL('command-host.mjs', import.meta.url));

/** Hosts that run nothing now. Test files that share a worker share them; they end with the worker. */
const shared = globalThis as { commandHosts?: ChildProcess[] };
shared.commandHosts ??= [];
const idle = shared.commandHosts;

/** Runs the command in a process that others have run in before, one after the other. */
export function startHosted(args: readonly string[], env: NodeJS.ProcessEnv, streams: Streams): Started {
  const host = idle.pop() ?? newHost();
  let isOver = false;
  const ended = runIn(host, args, env, streams, () => {
    isOver = true;
    idle.push(host);
  });
  return {
    pid: host.pid,
    stdin: null,
    ended,
    // The next run in it is not to be ended by who asked for this one.
    kill: (signal) => void (isOver || host.kill(signal)),
  };
}

function newHost(): ChildProcess {
  const host = fork(hostFile, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  for (const stream of [host.stdout, host.stderr]) stream?.setEncoding('utf8');
  host.unref();
  host.channel?.unref();
  for (const stream of [host.stdout, host.stderr]) (stream as unknown as { unref(): void }).unref();
  return host;
}

/** A run is over when its exit code was told and its mark has come on both streams. */
function runIn(
  host: ChildProcess,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  streams: Streams,
  free: () => void,
): Started['ended'] {
  return new Promise((resolve) => {
    const mark = `\u0000${randomUUID()}\u0000`;
    let missing = 3;
    let exitCode: number;
    const arrived = () => {
      if (--missing > 0) return;
      host.off('close', onClose);
      free();
      resolve(exitCode);
    };
    // The run has called `process.exit`, has failed altogether, or was killed.
    const onClose = (code: number | null, signal: NodeJS.Signals | null) => resolve(code ?? signal);
    host.once('close', onClose);
    host.once('message', (told: { readonly exitCode: number }) => {
      exitCode = told.exitCode;
      arrived();
    });
    untilMark(host.stdout as Readable, mark, streams.stdout, arrived);
    untilMark(host.stderr as Readable, mark, streams.stderr, arrived);
    host.send({ args, env, mark });
  });
}

function untilMark(stream: Readable, mark: string, tell: (text: string) => void, arrived: () => void): void {
  let kept = '';
  const onData = (text: string) => {
    kept += text;
    const isOver = kept.endsWith(mark);
    // What may be the beginning of the mark waits for the rest.
    const end = isOver ? kept.length - mark.length : wholeLength(kept, mark);
    if (end > 0) tell(kept.slice(0, end));
    kept = kept.slice(end);
    if (!isOver) return;
    stream.off('data', onData);
    arrived();
  };
  stream.on('data', onData);
}

function wholeLength(text: string, mark: string): number {
  for (
    let at = text.indexOf('\u0000', Math.max(0, text.length - mark.length));
    at >= 0;
    at = text.indexOf('\u0000', at + 1)
  ) {
    if (mark.startsWith(text.slice(at))) return at;
  }
  return text.length;
}
