import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { parseAir, type VirtualAccessPoint } from '@esp-prov/virtual';
import { readFileOrPipe } from '../../input/bounded-file.ts';
import { textOfFile } from '../../input/text-file.ts';

/** Bytes of the largest air that is read. */
const largestAir = 16 * 1024 * 1024;

/** Reads the networks that a device hears from a file. @throws ProvisioningError `host/file-unusable`, `air/invalid-scenario` */
export async function readAir(path: string): Promise<VirtualAccessPoint[]> {
  const called = `the file ${path}`;
  const content = await readFileOrPipe(path, { limit: largestAir, called });
  let json: unknown;
  try {
    json = JSON.parse(textOfFile(content, { called, code: 'air/invalid-scenario' }));
  } catch (cause) {
    if (isProvisioningError(cause)) throw cause;
    const why = `${called} is not JSON${faultPlace(cause)}. Expected JSON, for example [{ "ssid": "HomeNet" }]`;
    throw new ProvisioningError('host/file-unusable', why, { cause, details: { path } });
  }
  return parseAir(json);
}

/** Of a parser's words only the place: the rest may quote the file, which holds passwords. */
function faultPlace(cause: unknown): string {
  return / at position \d+( \(line \d+ column \d+\))?/.exec(String(cause))?.[0] ?? '';
}
