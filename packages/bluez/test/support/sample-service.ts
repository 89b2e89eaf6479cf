import { AttError, type LinkListener, type LocalCharacteristic, type LocalService } from '@esp-prov/device';
import { type Bytes, characteristicUuid, utf8 } from '@esp-prov/protocol';

/** Service of the tests. */
export const serviceUuid = '021a9004-0382-4aea-bff4-6b3f1c5adfb4';

/** What centrals did with a {@link sampleService}. */
export interface SampleService {
  readonly local: LocalService;
  /** Values that were written, in order, with the number of the central. */
  readonly written: { readonly peer: number; readonly value: Bytes }[];
  /** Answers waiting writes: a value of one byte, 1, waits until this is called. */
  release(): void;
}

/** How the sample service is to be. */
export interface SampleOptions {
  readonly encrypted?: boolean;
  readonly notify?: boolean;
}

/** Returns the UUID of the characteristic with that slot. */
export function slotUuid(slot: number): string {
  return characteristicUuid(serviceUuid, slot);
}

/**
 * Characteristics `prov-session` (ff51) and `prov-config` (ff52) that give back what was written. Two bytes are refused
 * with the first of them as ATT error; `crash` fails without one.
 */
export function sampleService({ encrypted = false, notify = false }: SampleOptions = {}): SampleService {
  const written: { peer: number; value: Bytes }[] = [];
  let waiting: (() => void)[] = [];
  const echo = (slot: number, description: string | undefined): LocalCharacteristic => {
    let last: Bytes = new Uint8Array(0);
    return {
      uuid: slotUuid(slot),
      description,
      notify,
      encrypted,
      read: () => last,
      async write(peer, value) {
        written.push({ peer, value });
        if (value.length === 2) throw new AttError(value[0] as number, 'as was asked for');
        if (new TextDecoder().decode(value) === 'crash') throw new TypeError('a mistake in the application');
        if (value.length === 1 && value[0] === 1) await new Promise<void>((resolve) => waiting.push(resolve));
        last = value;
      },
    };
  };
  return {
    local: { uuid: serviceUuid, characteristics: [echo(0xff51, 'prov-session'), echo(0xff52, 'prov-config')] },
    written,
    release() {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}

/** Returns what a peripheral reported of its links, such as `up 1`. */
export function linkEvents(): LinkListener & { readonly events: string[] } {
  const events: string[] = [];
  return {
    events,
    connected: (peer) => void events.push(`up ${peer}`),
    disconnected: (peer) => void events.push(`down ${peer}`),
  };
}

/** Value that the characteristics keep the answer to until {@link SampleService.release}. */
export const slowValue: Bytes = Uint8Array.of(1);

/** Some text as a value. */
export const hello: Bytes = utf8('hello there');
