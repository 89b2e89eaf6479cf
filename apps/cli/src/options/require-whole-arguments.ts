import { ProvisioningError } from '@esp-prov/protocol';
import { hasRawBytes, rawBytesReason } from '../input/raw-bytes.ts';

/**
 * Passes for arguments that are UTF-8. Bytes that are not are lost before this program sees them, so whatever they were
 * to be sent as, stored as or opened as would be something else.
 *
 * @throws ProvisioningError `usage/invalid-option` that names the option
 */
export function requireWholeArguments(args: readonly string[]): void {
  const at = args.findIndex(hasRawBytes);
  if (at < 0) return;
  const [name = ''] = (args[at] as string).split('=');
  const before = args[at - 1] ?? '';
  const option = [name, before].find((text) => /^--?[a-z][\w-]*$/i.test(text));
  const hint = option?.replaceAll('_', '-') === '--ssid' ? '; --ssid-hex takes the bytes of a name' : '';
  throw new ProvisioningError(
    'usage/invalid-option',
    `${option === undefined ? 'an argument cannot be used' : `the value of ${option} cannot be used`}: ${rawBytesReason}${hint}`,
  );
}
