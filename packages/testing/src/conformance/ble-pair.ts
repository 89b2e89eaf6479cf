import type { BleCentral, FoundDevice, GattConnection, RemoteCharacteristic } from '@esp-prov/client';
import type { BlePeripheral } from '@esp-prov/device';
import {
  type Clock,
  isProvisioningError,
  type ProvisioningError,
  systemClock,
  untilAborted,
  withDeadline,
} from '@esp-prov/protocol';
import { expectThat } from './conformance-case.ts';

/** Two ends of Bluetooth that hear each other, for one case. The suite says which of them is tested. */
export interface BlePair {
  readonly central: BleCentral;
  readonly peripheral: BlePeripheral;
  /** An ID for `connect` that no device has. */
  readonly absentId: string;
  /** What both adapters live by; default the system's clock. */
  readonly clock?: Clock | undefined;
  /** Whether the platform lets the number of an ATT error through; default true. */
  readonly tellsAttErrors?: boolean | undefined;
  /**
   * Whether the platform reports what a device advertises beside its name; default true. A browser shows that to nobody
   * but the user.
   */
  readonly tellsAdvertisements?: boolean | undefined;
  /**
   * Whether the central learns of services that change during a link, by itself or when it is told to discover them again;
   * default true.
   */
  readonly followsChanges?: boolean | undefined;
  /** Frees what the ends leave; both may be closed already. */
  close(): Promise<void>;
}

/** Longest wait for something that has to happen, in ms; a real adapter may take seconds to hear a device. */
const patienceMs = 20_000;
const lookIntervalMs = 20;

/** How long nothing may happen where nothing is to happen, in ms. */
const quietMs = 1500;

/** What the checks of a pair have in common. */
export class PairBench {
  readonly clock: Clock;
  readonly pair: BlePair;

  constructor(pair: BlePair) {
    this.pair = pair;
    this.clock = pair.clock ?? systemClock;
  }

  /** Returns the first sighting of a device with this name. */
  async find(name: string, central: BleCentral = this.pair.central): Promise<FoundDevice> {
    return await this.soon(`${name} is seen`, async (signal) => {
      for await (const device of central.scan({ namePrefix: name }, { signal })) return device;
      throw new Error('the scan ended by itself');
    });
  }

  /** Finds and connects. */
  async connect(name: string, central: BleCentral = this.pair.central): Promise<GattConnection> {
    const { id } = await this.find(name, central);
    return await this.soon(`${name} is connected`, (signal) => central.connect(id, { signal }));
  }

  /** Returns the result of `task`. @throws Error when it takes too long */
  async soon<T>(expectation: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const reason = () => new Error(`expected within ${patienceMs} ms: ${expectation}`);
    return await withDeadline({ clock: this.clock, ms: patienceMs, reason }, (signal) =>
      untilAborted(task(signal), signal),
    );
  }

  /** Returns `task`, marked as handled: its failure is looked at later. */
  begun<T>(task: Promise<T>): Promise<T> {
    task.catch(() => undefined);
    return task;
  }

  /** Passes once `condition` holds. */
  async until(condition: () => boolean, expectation: string): Promise<void> {
    await this.soon(expectation, async (signal) => {
      while (!condition()) await this.clock.sleep(lookIntervalMs, { signal });
    });
  }

  /** Sightings of a device with this name while nothing else happens. */
  async sightings(name: string, central: BleCentral = this.pair.central): Promise<readonly FoundDevice[]> {
    const seen: FoundDevice[] = [];
    const quiet = new Error('quiet enough');
    const options = { clock: this.clock, ms: quietMs, reason: () => quiet };
    await withDeadline(options, async (signal) => {
      for await (const device of central.scan({ namePrefix: name }, { signal })) seen.push(device);
    }).catch((error: unknown) => {
      if (error !== quiet) throw error;
    });
    return seen;
  }

  /** Passes when `task` is refused by an attribute error, of that number if the platform reports it. */
  async expectRefused(task: Promise<unknown>, attError?: number): Promise<void> {
    const error = await task.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expectThat(isProvisioningError(error, 'gatt/refused'), `gatt/refused, got ${String(error)}`);
    const told = error.details.attError;
    if (attError === undefined || (told === undefined && this.pair.tellsAttErrors === false)) return;
    expectThat(told === attError, `ATT error ${attError}, got ${told}`);
  }
}

/** Returns the characteristic of a connection. @throws Error when there is none */
export function characteristic(connection: GattConnection, uuid: string): RemoteCharacteristic {
  const found = connection.services
    .flatMap(({ characteristics }) => characteristics)
    .find((each) => each.uuid === uuid);
  expectThat(found !== undefined, `a characteristic ${uuid}`);
  return found;
}

/** Passes when `task` is rejected with an error of one of the codes. */
export async function expectCode(
  task: Promise<unknown>,
  ...codes: readonly ProvisioningError['code'][]
): Promise<void> {
  const error = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const fits = codes.some((code) => isProvisioningError(error, code));
  expectThat(fits, `${codes.join(' or ')}, got ${error === undefined ? 'no error' : String(error)}`);
}
