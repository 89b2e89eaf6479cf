import { askHex, askLine, type CallOptions, type Dialogue, type Transport } from '@esp-prov/client';
import { type Bytes, endpointNames, maxAttributeValue, ProvisioningError, toHex } from '@esp-prov/protocol';
import type { AttributeTable } from './attribute-table.ts';
import { readUuid } from './guided-options.ts';
import type { GuidedStages } from './guided-stages.ts';

/** What a guided console works with. */
export interface GuidedConsoleOptions {
  readonly dialogue: Dialogue;
  readonly attributes: AttributeTable;
  readonly stages: GuidedStages;
  /** Name that the device advertises, where it is known. */
  readonly deviceName: string | undefined;
  /** First line; undefined for none. */
  readonly banner: string | undefined;
  /** Endpoints whose characteristics are asked for at the beginning, in this order; others when they are needed. */
  readonly firstEndpoints: readonly string[];
}

/** Endpoints that every device has, in the order in which the esp_prov of today requests them. */
export const modernOrder: readonly string[] = [endpointNames.session, endpointNames.config, endpointNames.version];

/** The same in the order of the README of the example. */
export const legacyOrder: readonly string[] = [endpointNames.version, endpointNames.session, endpointNames.config];

/**
 * Opens Bluetooth by way of a person who has another application for it: is guided to the device, writes what is shown
 * behind `>>` to a characteristic, reads it and types the value behind `<<`. The wording is that of esp_prov.
 *
 * A question for a UUID may be answered by the UUID that is there instead.
 *
 * @throws ProvisioningError `link/unreachable` without a connection, `link/protocol` without the service,
 *   `endpoint/not-found` without a characteristic, `link/input-ended` at the end of the input
 */
export async function openGuidedConsole(options: GuidedConsoleOptions, call: CallOptions = {}): Promise<Transport> {
  const guided = new GuidedConsole(options);
  await guided.open(options, call);
  return guided;
}

class GuidedConsole implements Transport {
  readonly kind = 'ble';
  readonly maxRequest = maxAttributeValue;
  readonly endpoints = undefined;
  readonly #dialogue: Dialogue;
  readonly #attributes: AttributeTable;
  readonly #stages: GuidedStages;
  readonly #found = new Map<string, string>();
  #closed = false;

  constructor({ dialogue, attributes, stages }: GuidedConsoleOptions) {
    this.#dialogue = dialogue;
    this.#attributes = attributes;
    this.#stages = stages;
  }

  async open({ banner, deviceName, firstEndpoints }: GuidedConsoleOptions, call: CallOptions): Promise<void> {
    const dialogue = this.#dialogue;
    if (banner !== undefined) dialogue.tell(banner);
    dialogue.tell('BLE client is running in console mode');
    dialogue.tell('\tThis could be due to your platform not being supported or dependencies not being met');
    dialogue.tell('\tPlease ensure all pre-requisites are met to run the full fledged client');
    const device = deviceName === undefined ? 'the BLE device' : `BLE device \`${deviceName}\``;
    dialogue.tell(`BLECLI >> Please connect to ${device} manually using your tool of choice`);
    if (!isYes(await askLine(dialogue, 'BLECLI >> Was the device connected successfully? [y/n] ', call))) {
      throw new ProvisioningError('link/unreachable', 'the device is not connected, as was answered');
    }
    dialogue.tell('BLECLI >> List available attributes of the connected device');
    this.#attributes.serviceUuid = await this.#confirmService(call);
    for (const endpoint of firstEndpoints) await this.#characteristic(endpoint, call);
  }

  async exchange(endpoint: string, request: Bytes, call: CallOptions = {}): Promise<Bytes> {
    if (request.length < 1 || request.length > maxAttributeValue) {
      throw new ProvisioningError(
        'endpoint/request-size',
        `a characteristic takes 1 to ${maxAttributeValue} bytes, this request has ${request.length}`,
        { details: { endpoint, length: request.length, maxRequest: maxAttributeValue } },
      );
    }
    if (this.#closed) throw new ProvisioningError('link/closed');
    call.signal?.throwIfAborted();
    this.#stages.before(endpoint);
    const uuid = await this.#characteristic(endpoint, call);
    this.#dialogue.tell(`BLECLI >> Write following data to characteristic with UUID '${uuid}' :`);
    this.#dialogue.tell(`\t>> ${toHex(request)}`);
    this.#dialogue.tell('BLECLI >> Enter data read from characteristic (in hex) :');
    return await askHex(this.#dialogue, '\t<< ', call);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
  }

  async #confirmService(call: CallOptions): Promise<string> {
    const uuid = this.#attributes.serviceUuid;
    const question = `BLECLI >> Is the service UUID '${uuid}' listed among available attributes? [y/n] `;
    const found = confirmed(await askLine(this.#dialogue, question, call), uuid);
    if (found !== undefined) return found;
    throw new ProvisioningError(
      'link/protocol',
      `the device has no service ${uuid}; answer with the UUID that is listed, or name it by --service-uuid`,
      { details: { service: uuid } },
    );
  }

  /** Returns the characteristic of an endpoint, asked for the first time that it is needed. */
  async #characteristic(endpoint: string, call: CallOptions): Promise<string> {
    const known = this.#found.get(endpoint);
    if (known !== undefined) return known;
    const found = await this.#askCharacteristic(endpoint, call);
    if (found === undefined) {
      const message = `the device has no characteristic for ${endpoint}; answer with the UUID that is listed, or name it by --endpoint-uuid`;
      throw new ProvisioningError('endpoint/not-found', message, { details: { endpoint } });
    }
    this.#found.set(endpoint, found);
    return found;
  }

  async #askCharacteristic(endpoint: string, call: CallOptions): Promise<string | undefined> {
    const uuid = this.#attributes.uuidOf(endpoint);
    if (uuid !== undefined) {
      const question = `BLECLI >> Is the characteristic UUID '${uuid}' listed among available attributes? [y/n] `;
      return confirmed(await askLine(this.#dialogue, question, call), uuid);
    }
    const question = `BLECLI >> Enter the UUID of the characteristic that is described as '${endpoint}' : `;
    for (;;) {
      const typed = await askLine(this.#dialogue, question, call);
      const found = readUuid(typed);
      if (found !== undefined || typed === '-') return found;
      this.#dialogue.tell(
        'Expected a UUID, for example 021aff54-0382-4aea-bff4-6b3f1c5adfb4. Enter it again, or - if there is none.',
      );
    }
  }
}

/** Returns the UUID that an answer confirms or gives; undefined for everything else. */
function confirmed(answer: string, uuid: string): string | undefined {
  return isYes(answer) ? uuid : readUuid(answer);
}

function isYes(answer: string): boolean {
  return answer === 'y' || answer === 'Y';
}
