import { readFileSync } from 'node:fs';
import { type DeviceTransport, type HttpAnswer, HttpService } from '@esp-prov/device';
import {
  type Bytes,
  type ClientHandshake,
  type ClientSecurity,
  type SecureChannel,
  sec1Client,
  sec2Client,
  utf8,
} from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  NetworkCtrlMsgType,
  NetworkCtrlPayloadSchema,
} from '@esp-prov/protocol/messages';

/** One thing that happened on the wire. */
export type Exchange =
  | { readonly dir: 'conn'; readonly note: string }
  | {
      readonly dir: 'c2d' | 'd2c';
      readonly line: string;
      readonly headers: readonly string[];
      readonly body_hex: string;
    };

/** A run of the tools against compiled device code. */
export interface RecordedRun {
  readonly name: string;
  readonly device: 'v44' | 'v53' | 'v55' | 'net';
  readonly device_args: readonly string[];
  readonly runs: readonly { readonly args: readonly string[] }[];
  readonly http: readonly Exchange[];
  /** Lines of the device's log. */
  readonly log: readonly string[];
}

const folder = new URL('../../../../test/vectors/transcripts/', import.meta.url);

/** Returns the recorded run of that name. */
export function recordedRun(name: string): RecordedRun {
  const run = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Omit<RecordedRun, 'log'>;
  return {
    ...run,
    log: readFileSync(new URL(`${name}.device.log`, folder), 'utf8')
      .trimEnd()
      .split('\n'),
  };
}

/** Returns the session numbers of a run, in the order in which its device drew them. */
export function sessionNumbers({ http }: RecordedRun): number[] {
  return http.flatMap((each) =>
    each.dir === 'd2c'
      ? each.headers.flatMap((header) => /^Set-Cookie: session=(\d+)$/.exec(header)?.slice(1).map(Number) ?? [])
      : [],
  );
}

/** A device's HTTP service without sockets, which draws these session numbers. */
export class RecordedTransport implements DeviceTransport {
  service: HttpService | undefined;
  readonly #numbers: number[];
  readonly #session: 'cookie' | 'socket';

  constructor(numbers: readonly number[], session: 'cookie' | 'socket') {
    this.#numbers = [...numbers];
    this.#session = session;
  }

  async start(...[service, requests]: Parameters<DeviceTransport['start']>): Promise<void> {
    this.service = new HttpService({
      requests,
      endpoints: service.endpoints.map(({ name }) => name),
      session: this.#session,
      log: service.log,
      words: service.words,
      random: (length) => {
        const bytes = new Uint8Array(length);
        new DataView(bytes.buffer).setUint32(0, this.#numbers.shift() ?? 7);
        return bytes;
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.service?.close();
  }
}

/** The client's half of a run: the recorded requests, sealed anew where only the recorded keys could open them. */
export class RecordedClient {
  readonly #args: readonly string[];
  readonly #plain: Bytes[];
  #handshake: ClientHandshake | undefined;
  #channel: SecureChannel | undefined;

  constructor(args: readonly string[]) {
    this.#args = args;
    this.#plain = args.includes('--reset') ? [reset()] : [set(this.#value('ssid'), this.#value('passphrase')), apply()];
  }

  /** Whether the next sealed request to an endpoint requests the status, which the tool does every 5 seconds. */
  get polls(): boolean {
    return this.#plain.length === 0;
  }

  /** Returns the body to send in place of a recorded one. */
  request(endpoint: string, recorded: Bytes): Bytes {
    if (endpoint === 'proto-ver') return recorded;
    if (endpoint !== 'prov-session') return (this.#channel as SecureChannel).seal(this.#plain.shift() ?? status());
    if (this.#handshake) return this.#proof as Bytes;
    this.#handshake = this.#security(recorded[1] as number).handshake();
    return this.#handshake.next().value as Bytes;
  }

  #proof: Bytes | undefined;

  /** Takes the answer to the last request. */
  answered(endpoint: string, body: Bytes): void {
    if (endpoint === 'prov-session') {
      const step = (this.#handshake as ClientHandshake).next(body);
      if (step.done) this.#channel = step.value;
      else this.#proof = step.value;
    } else if (endpoint !== 'proto-ver') (this.#channel as SecureChannel).open(body);
  }

  #security(version: number): ClientSecurity {
    if (version === 1) return sec1Client({ pop: this.#value('pop') || 'abcd1234' });
    return sec2Client({ username: this.#value('sec2_username'), password: this.#value('sec2_pwd') });
  }

  #value(name: string): string {
    const at = this.#args.indexOf(`--${name}`);
    return at < 0 ? '' : (this.#args[at + 1] ?? '');
  }
}

/** Returns an HTTP answer, or nothing where the device closed the connection. */
export async function post(
  service: HttpService,
  connection: number,
  exchange: Extract<Exchange, { line: string }>,
  body: Bytes,
): Promise<HttpAnswer | undefined> {
  const [method = '', path = ''] = exchange.line.split(' ');
  const cookie = exchange.headers.find((header) => header.startsWith('Cookie: '))?.slice(8);
  const reply = await service.handle({ method, path, connection, cookie, contentLength: body.length, body });
  return reply === 'drop' ? undefined : reply;
}

function set(ssid: string, passphrase: string): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_SET_WIFI_CONFIG,
    payload: { case: 'cmdSetWifiConfig', value: { ssid: utf8(ssid), passphrase: utf8(passphrase) } },
  });
}

function apply(): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_APPLY_WIFI_CONFIG,
    payload: { case: 'cmdApplyWifiConfig', value: {} },
  });
}

function status(): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_GET_WIFI_STATUS,
    payload: { case: 'cmdGetWifiStatus', value: {} },
  });
}

function reset(): Bytes {
  return encodeMessage(NetworkCtrlPayloadSchema, {
    msg: NetworkCtrlMsgType.CMD_CTRL_WIFI_RESET,
    payload: { case: 'cmdCtrlWifiReset', value: {} },
  });
}
