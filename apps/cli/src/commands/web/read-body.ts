import type { IncomingMessage } from 'node:http';
import { type Bytes, ProvisioningError } from '@esp-prov/protocol';

/** Longest body of a request; requests of devices have 4 kB at most. */
const maxBody = 65_536;

/** Reads the body of a request, as long as one may be. @throws ProvisioningError `helper/refused` */
export async function readBody(request: IncomingMessage): Promise<Bytes> {
  if (Number(request.headers['content-length'] ?? 0) > maxBody) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) throw tooLong();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLong(): ProvisioningError {
  return new ProvisioningError('helper/refused', `a request has at most ${maxBody} bytes`, {
    details: { status: 413 },
  });
}
