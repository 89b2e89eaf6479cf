import { type ChildProcess, fork } from 'node:child_process';
import type { HostWires } from './host-link.ts';
import type { FromHost } from './host-message.ts';
import { hostModule } from './host-module.ts';

/** The beginning of the error that is told is enough; noble prints whole stacks. */
const longestReason = 2000;

/** Starts the process that holds noble. */
export function forkHost(): HostWires {
  const child = fork(hostModule, {
    // Keeps bytes bytes on their way.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, longestReason);
  });
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const ended = whenEnded(child);
  return {
    send(message) {
      // A process that is gone is told by `onEnd`.
      child.send(message, () => undefined);
    },
    onMessage: (listener) => child.on('message', (message: FromHost) => listener(message)),
    onEnd: (listener) => void ended.then((how) => listener([how, lastError(said)].filter(Boolean).join(': '))),
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      child.kill();
      // Not its `close`: after `disconnect` Node does not always emit it.
      await exited;
    },
  };
}

function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ? `signal ${signal}` : `exit ${code}`));
  });
}

/** Returns the line of a stack that names the error. */
function lastError(text: string): string {
  return text.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? text.trim().split('\n').at(-1) ?? '';
}
