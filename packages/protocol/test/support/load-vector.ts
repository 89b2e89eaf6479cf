import { readdirSync, readFileSync } from 'node:fs';

// Golden vectors; their README says which programs made them and what each field means.
const folder = new URL('../../../../test/vectors/protocol/', import.meta.url);

/** An exchange on a sealed endpoint; `response_cipher` and `response_plain` are absent or null where no answer came. */
export interface SealedExchange {
  readonly label: string;
  readonly endpoint: string;
  readonly request_plain: string;
  readonly request_cipher: string;
  readonly response_cipher?: string | null;
  readonly response_plain?: string | null;
  readonly request_decoded?: unknown;
  readonly response_decoded?: unknown;
}

/** An exchange on `proto-ver`, which is never sealed. */
export interface OpenExchange {
  readonly label: string;
  readonly endpoint: 'proto-ver';
  readonly request: string;
  readonly response: string;
}

/** A message pair on `prov-session`; `response` is null where the device dropped the connection. */
export interface HandshakeStep {
  readonly request: string;
  readonly request_decoded: unknown;
  readonly response: string | null;
  readonly response_decoded?: unknown;
}

interface AnySession {
  readonly file: string;
  readonly name: string;
  readonly flavour: 'network' | 'wifi';
  /** The session went on behind a refusal, as over Bluetooth; else the device closed the connection with it. */
  readonly transport?: 'direct';
  readonly proto_ver: { readonly request: string; readonly response: string };
  readonly handshake: readonly HandshakeStep[];
  readonly handshake_result: 'ok' | 'device-dropped-connection';
  readonly exchanges?: readonly (SealedExchange | OpenExchange)[];
}

interface PopParams {
  readonly device_pop: string | null;
  readonly client: { readonly pop?: string };
}

export interface Sec0Session extends AnySession {
  readonly security: 0;
  readonly params: PopParams;
}

export interface Sec1Session extends AnySession {
  readonly security: 1;
  readonly params: PopParams;
  readonly client: { readonly private_key: string; readonly public_key: string };
  readonly device: { readonly private_key: string; readonly public_key: string; readonly random: string };
}

export interface Sec2Session extends AnySession {
  readonly security: 2;
  readonly patch_version: 0 | 1;
  readonly params: {
    readonly device_salt: string;
    readonly device_verifier: string;
    readonly client: { readonly username: string; readonly password: string };
  };
  readonly client: { readonly a: string; readonly A: string };
  readonly device: { readonly b: string; readonly B_as_sent: string; readonly B_length: number };
  /** Bytes of the salt that the verifier was made from, where they are fewer than were sent. */
  readonly salt_significant?: number;
  /** Earlier handshakes with the same device, which it refused: x over other parts of the salt. */
  readonly refused_before?: readonly (Pick<Sec2Session, 'handshake' | 'handshake_result' | 'client' | 'device'> & {
    readonly x_over_salt_bytes: number;
  })[];
}

/** A recorded dialogue between Espressif's own client and Espressif's own device. */
export type SessionVector = Sec0Session | Sec1Session | Sec2Session;

/** Messages as Espressif's Python tool encodes them. */
export interface MessageVectors {
  readonly file: string;
  readonly encodings: readonly {
    readonly message: string;
    readonly label: string;
    readonly json: unknown;
    readonly hex: string;
  }[];
  readonly emitted_by_tool: readonly { readonly label: string; readonly hex: string }[];
}

/** The content of one vector file. */
export function loadVector<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T;
}

/** Every recorded session. */
export function loadSessions(): readonly SessionVector[] {
  return loadAll<SessionVector>('session-');
}

/** Every file of single messages. */
export function loadMessages(): readonly MessageVectors[] {
  return loadAll<MessageVectors>('protobuf-');
}

/** Whether an exchange went through the session's channel. */
export function isSealed(exchange: SealedExchange | OpenExchange): exchange is SealedExchange {
  return 'request_cipher' in exchange;
}

function loadAll<T>(prefix: string): T[] {
  const files = readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
    .sort();
  return files.map((file) => ({ ...loadVector<T>(file), file: file.replace(/\.json$/, '') }));
}
