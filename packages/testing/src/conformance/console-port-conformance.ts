import type { ConsolePort } from '@esp-prov/client';
import { type Clock, systemClock, untilAborted, withDeadline } from '@esp-prov/protocol';
import { expectCode } from './ble-pair.ts';
import { type ConformanceCase, expectThat, rejection } from './conformance-case.ts';

/** A port on trial, and the device at the other end of its line. */
export interface ConsolePair {
  readonly port: ConsolePort;
  readonly device: {
    write(text: string): void;
    read(options: { readonly signal: AbortSignal }): Promise<string | undefined>;
  };
  /** Ends the line at the device's end, as when the cable is pulled. */
  unplug(): void | Promise<void>;
  /** What the port lives by; default the system's clock. */
  readonly clock?: Clock | undefined;
  /** Whether the line takes what nobody reads; default true. A real one makes the device wait. */
  readonly takesFloods?: boolean | undefined;
  /** Frees what is left; the port may be closed already. */
  close(): Promise<void>;
}

/** Longest wait for something that has to happen, in ms. */
const patienceMs = 20_000;

/** Most characters that a port keeps for a reader who is away. */
const mostKept = 1 << 20;

/** What a case works with. */
interface Bench {
  readonly pair: ConsolePair;
  readonly clock: Clock;
  soon<T>(expectation: string, task: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Reads until a text has come. */
  hear(text: string): Promise<void>;
}

/** Returns the cases that every port to a console must pass. */
export function consolePortConformance(factory: () => Promise<ConsolePair>): ConformanceCase[] {
  const withPort = (name: string, check: (bench: Bench) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const pair = await factory();
      try {
        await check(benchOf(pair));
      } finally {
        await pair.port[Symbol.asyncDispose]();
        await pair.close();
      }
    },
  });
  return [
    withPort('carries characters to the device as they are', async ({ pair, soon }) => {
      await pair.port.write('prov-scan 12 0a0b\r');
      await pair.port.write('sync-1\r');
      let heard = '';
      await soon('both lines at the device', async (signal) => {
        while (heard.length < 24) heard += (await pair.device.read({ signal })) ?? '';
      });
      expectThat(heard === 'prov-scan 12 0a0b\rsync-1\r', `both lines, got ${JSON.stringify(heard)}`);
    }),
    withPort('delivers what came before it was read, in order', async ({ pair, hear }) => {
      pair.device.write('I (1045) prov: ready\r\n');
      pair.device.write('>> ');
      await hear('I (1045) prov: ready\r\n>> ');
    }),
    withPort('ends a reading with the reason of its abort, and loses nothing by it', async ({ pair, soon, hear }) => {
      const caller = new AbortController();
      const reason = new Error('enough');
      const reading = rejection(pair.port.read({ signal: caller.signal }));
      caller.abort(reason);
      const ended = await soon('the end of the reading', () => reading);
      expectThat(ended === reason, `the reason, got ${String(ended)}`);
      const never = await soon('a refusal', () => rejection(pair.port.read({ signal: caller.signal })));
      expectThat(never === reason, `the reason at once, got ${String(never)}`);
      pair.device.write('afterwards');
      await hear('afterwards');
    }),
    withPort('keeps to a bound of what nobody reads, and then has the newest of it', async (bench) => {
      const { pair, clock, soon } = bench;
      if (pair.takesFloods === false) return;
      for (let i = 0; i < 64; i++) pair.device.write('x'.repeat(1 << 16));
      pair.device.write('end');
      await clock.sleep(100);
      const kept = await soon('what was kept', (signal) => pair.port.read({ signal }));
      expectThat((kept?.length ?? 0) <= mostKept, `at most ${mostKept} characters, got ${kept?.length}`);
      let tail = kept ?? '';
      await soon('the newest', async (signal) => {
        while (!tail.endsWith('end')) tail = (tail + (await pair.port.read({ signal }))).slice(-3);
      });
    }),
    withPort('ends with the line', async ({ pair, soon }) => {
      await pair.unplug();
      const end = soon('the end', async (signal) => {
        while ((await pair.port.read({ signal })) !== undefined);
      });
      await end.catch((error: unknown) => expectCode(Promise.reject(error), 'link/lost'));
    }),
    withPort('neither reads nor writes once it is closed, which may happen twice', async ({ pair, soon }) => {
      await pair.port[Symbol.asyncDispose]();
      await pair.port[Symbol.asyncDispose]();
      const read = await soon('an end', (signal) => pair.port.read({ signal }));
      expectThat(read === undefined, `no characters, got ${JSON.stringify(read)}`);
      await soon('a refusal', () => expectCode(pair.port.write('late\r'), 'link/closed', 'link/lost'));
    }),
  ];
}

function benchOf(pair: ConsolePair): Bench {
  const clock = pair.clock ?? systemClock;
  const soon = async <T>(expectation: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const reason = () => new Error(`expected within ${patienceMs} ms: ${expectation}`);
    return await withDeadline({ clock, ms: patienceMs, reason }, (signal) => untilAborted(task(signal), signal));
  };
  return {
    pair,
    clock,
    soon,
    async hear(text) {
      let heard = '';
      await soon(JSON.stringify(text), async (signal) => {
        while (heard.length < text.length) {
          const piece = await pair.port.read({ signal });
          expectThat(piece !== undefined && piece !== '', 'at least one character');
          heard += piece;
        }
      });
      expectThat(heard === text, `${JSON.stringify(text)}, got ${JSON.stringify(heard)}`);
    },
  };
}
