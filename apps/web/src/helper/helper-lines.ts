import { ProvisioningError } from '@esp-prov/protocol';
import { readJson } from './helper-request.ts';

/** Longest line in bytes. */
const maxLine = 16_384;

/** Yields the JSON values of a stream that has one in each line. @throws ProvisioningError `link/protocol` */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  const reader = body.getReader();
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // Only the new bytes are searched, so that a long line costs no more than its length.
      let from = 0;
      for (let end = value.indexOf(10); end !== -1; end = value.indexOf(10, from)) {
        const line = joined(rest, value.subarray(from, end));
        rest = new Uint8Array(0);
        from = end + 1;
        if (line.length > 0) yield readJson(line);
      }
      rest = joined(rest, value.subarray(from));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length + b.length > maxLine) {
    throw new ProvisioningError('link/protocol', `a line of the helper is longer than ${maxLine} bytes`);
  }
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
