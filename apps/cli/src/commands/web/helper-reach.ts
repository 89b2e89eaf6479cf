import {
  type BleCentral,
  connectBle,
  consoleTransport,
  type FoundDevice,
  formatServiceAddress,
  parseServiceAddress,
  softApAddress,
  type Transport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { ProvisioningError } from '@esp-prov/protocol';
import { openCentral } from '../../reach/ble/open-central.ts';
import { listSerialPorts, type SerialPortInfo } from '../../reach/console/list-serial-ports.ts';
import { openConsolePort } from '../../reach/console/open-console-port.ts';
import type { Output } from '../../report/output.ts';
import { targetAddress } from './target-address.ts';
import type { WebOptions } from './web-options.ts';

/** What a page may have opened. */
export type LinkTarget =
  | { readonly kind: 'http'; readonly address?: string | undefined }
  | { readonly kind: 'ble'; readonly id: string; readonly services: readonly string[] }
  | { readonly kind: 'console'; readonly path: string };

/** What the helper reaches devices by; tests hand in one of their own. */
export interface HelperReach extends AsyncDisposable {
  /** Yields devices as the central sees them, until aborted. */
  scan(namePrefix: string | undefined, signal: AbortSignal): AsyncIterable<FoundDevice>;
  serialPorts(): Promise<readonly SerialPortInfo[]>;
  open(target: LinkTarget, signal: AbortSignal): Promise<Transport>;
}

/** Reaches devices as the other commands do. */
export class MachineReach implements HelperReach {
  readonly #options: WebOptions;
  readonly #output: Output;
  #central: Promise<BleCentral> | undefined;

  constructor(options: WebOptions, output: Output) {
    this.#options = options;
    this.#output = output;
  }

  async *scan(namePrefix: string | undefined, signal: AbortSignal): AsyncGenerator<FoundDevice, void, undefined> {
    const central = await this.#open();
    yield* central.scan({ namePrefix, taken: true }, { signal });
  }

  async serialPorts(): Promise<readonly SerialPortInfo[]> {
    const named = (this.#options.serialPort ?? []).map((path) => ({ path, description: undefined }));
    const listed = (await listSerialPorts()).filter(({ path }) => named.every((port) => port.path !== path));
    return [...named, ...listed];
  }

  async open(target: LinkTarget, signal: AbortSignal): Promise<Transport> {
    const timeoutMs = this.#options.exchangeTimeout * 1000;
    if (target.kind === 'http') {
      const { serviceName } = this.#options;
      const named = serviceName === undefined ? softApAddress : parseServiceAddress(serviceName);
      const text = target.address ?? formatServiceAddress(named);
      return httpTransport(formatServiceAddress(await targetAddress(text, { named, signal })), { timeoutMs });
    }
    if (target.kind === 'ble') {
      const { id, services } = target;
      return await connectBle(await this.#open(), { id, advertised: services, timeoutMs, signal });
    }
    return await this.#openPort(target.path, timeoutMs, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const central = await this.#central?.catch(() => undefined);
    await central?.[Symbol.asyncDispose]();
  }

  /** A page opens what it was offered, and no other file of this machine. */
  async #openPort(path: string, timeoutMs: number, signal: AbortSignal): Promise<Transport> {
    if ((await this.serialPorts()).every((port) => port.path !== path)) {
      throw new ProvisioningError('helper/target-refused', 'the helper offers no such serial port');
    }
    const { baud } = this.#options;
    const port = await openConsolePort(path, baud === undefined ? {} : { baud }, { output: this.#output, signal });
    return consoleTransport(port, { timeoutMs });
  }

  /** One that cannot be opened may be there next time, such as an adapter that was switched off. */
  #open(): Promise<BleCentral> {
    const opening = this.#central ?? openCentral(this.#options, this.#output);
    this.#central = opening;
    opening.catch(() => {
      if (this.#central === opening) this.#central = undefined;
    });
    return opening;
  }
}
