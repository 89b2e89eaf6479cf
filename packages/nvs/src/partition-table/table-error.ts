import { NvsError } from '../nvs-error.ts';

/** What {@link NvsError.details} names as the `rule` that a table, or its CSV file, breaks. */
export type TableRule =
  | 'variable-unknown'
  | 'too-long'
  | 'encoding'
  | 'number'
  | 'type'
  | 'subtype'
  | 'size-required'
  | 'flag'
  | 'primary-bootloader-offset'
  | 'recovery-bootloader-offset'
  | 'label-text'
  | 'length'
  | 'magic'
  | 'md5'
  | 'md5-single'
  | 'end-marker'
  | 'empty'
  | 'too-many'
  | 'range'
  | 'offset-alignment'
  | 'size-alignment'
  | 'below-table'
  | 'overlap'
  | 'label-unique'
  | 'otadata-single'
  | 'otadata-size'
  | 'tee-otadata-single'
  | 'tee-otadata-size'
  | 'never-readonly'
  | 'small-nvs-readonly'
  | 'flash-size'
  | 'label-is-keyword'
  | 'label-cut'
  | 'flags-unknown';

/** Returns a table that breaks a rule. */
export function tableError(
  rule: TableRule,
  message: string,
  details: Readonly<Record<string, string | number>> = {},
): NvsError {
  return new NvsError('table/invalid', message, { details: { rule, ...details } });
}

/** Returns a line of a partition CSV that breaks a rule. */
export function tableCsvError(rule: TableRule, line: number, message: string): NvsError {
  return new NvsError('csv/invalid', `line ${line}: ${message}`, { details: { rule, line } });
}
