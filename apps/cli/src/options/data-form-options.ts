import type { TextEncoding } from '@esp-prov/protocol';
import type { Command } from 'commander';
import { addContradiction } from './option-rules.ts';

/** How data for an endpoint, and its answers, are written. */
export interface DataFormOptions {
  readonly hex?: boolean;
  readonly base64?: boolean;
  readonly encoding: TextEncoding;
}

/** Adds the forms of data other than text. */
export function addDataForms(command: Command): Command {
  command
    .option('--hex', 'data and answer are hexadecimal digits')
    .option('--base64', 'data and answer are Base64 (RFC 4648)');
  addContradiction(command, '--hex', '--base64');
  return command;
}
