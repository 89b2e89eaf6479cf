import type { SecretReading } from '@esp-prov/protocol';
import type { Output } from '../report/output.ts';

/**
 * Reports that a device reads its secret in another way than the rule, so that other clients do not get in.
 *
 * @param device - name of the device among many; of a single one, people have read the same in the log
 */
export function tellReading(output: Output, reading: SecretReading | undefined, device?: string): void {
  if (!reading) return;
  const { name, saltBytes, meaning } = reading;
  output.event(
    { event: 'reading', ...(device === undefined ? {} : { device }), reading: name, saltBytes, text: meaning },
    device === undefined ? undefined : `warning: ${device}: ${meaning}`,
  );
}
