import {
  type JsonText,
  localControlEndpoint,
  readProperties,
  readRmakerConfig,
  readRmakerParams,
  rmakerDataEndpoints,
  type VendorSession,
} from '@esp-prov/client/vendor';
import { foreignJson, toHex } from '@esp-prov/protocol';
import { replyText } from '../../report/reply-text.ts';

/** How an endpoint is read to which no data are sent. */
type Reader = (session: VendorSession, signal: AbortSignal) => Promise<string>;

const readers: Readonly<Record<string, Reader>> = {
  [rmakerDataEndpoints.params]: async (session, signal) => jsonOf(await readRmakerParams(session, { signal })),
  [rmakerDataEndpoints.config]: async (session, signal) => jsonOf(await readRmakerConfig(session, { signal })),
  [localControlEndpoint]: async (session, signal) => {
    const properties = await readProperties(session, { signal });
    return foreignJson(
      properties.map(({ value, ...rest }) => ({ ...rest, hex: toHex(value), text: replyText(value) })),
    );
  },
};

/** Names of the endpoints that are read whole if no data are given. */
export const readableEndpoints: readonly string[] = Object.keys(readers);

/** Reads the endpoint of a vendor whole, from as many answers as that takes, and returns it as JSON. */
export async function readVendorEndpoint(
  session: VendorSession,
  endpoint: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<string | undefined> {
  return await readers[endpoint]?.(session, signal);
}

function jsonOf({ text }: JsonText): string {
  return text;
}
