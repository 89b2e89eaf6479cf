import { readdirSync, readFileSync } from 'node:fs';

// Golden vectors; their README says which programs made them and what each field means.
const folder = new URL('../../../../test/vectors/protocol/', import.meta.url);

/** One exchange after the handshake; only `proto-ver` has `request` and `response` instead of the sealed fields. */
export interface RecordedExchange {
  readonly label: string;
  readonly endpoint: string;
  readonly request?: string;
  /** Null where the device closed the connection instead of answering. */
  readonly response?: string | null;
  readonly request_plain?: string;
  readonly request_cipher?: string;
  readonly response_cipher?: string | null;
  readonly response_plain?: string | null;
}

/** A recorded dialogue of a client with Espressif's own device. */
export interface RecordedSession {
  readonly file: string;
  /** Whose messages it has: those of network_provisioning, or of wifi_provisioning. */
  readonly flavour: 'network' | 'wifi';
  readonly security: 0 | 1 | 2;
  readonly patch_version?: 0 | 1;
  readonly proto_ver: { readonly request: string; readonly response: string };
  readonly params: {
    readonly device_pop: string | null;
    readonly device_salt?: string;
    readonly device_verifier?: string;
  };
  readonly handshake: readonly { readonly request: string; readonly response: string | null }[];
  readonly device?: { readonly private_key?: string; readonly random?: string; readonly b?: string };
  readonly exchanges?: readonly RecordedExchange[];
}

/** Returns every recorded session, by the flavours that start the file names. */
export function recordedSessions(...flavours: readonly string[]): readonly RecordedSession[] {
  return readdirSync(folder)
    .filter((file) => flavours.some((flavour) => file.startsWith(`session-${flavour}-sec`)))
    .sort()
    .map((file) => ({
      ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedSession),
      file: file.replace(/\.json$/, ''),
    }));
}
