import { type Command, Option } from 'commander';

/** Keys of an encrypted partition. */
export interface KeyOptions {
  readonly keyFile?: string | undefined;
  readonly hmacKeyFile?: string | undefined;
}

/** Adds the options for the keys of an encrypted partition. */
export function withKeys(command: Command): Command {
  return command
    .addOption(
      new Option('--key-file <file>', 'keys of an encrypted partition: a file of Espressif’s generator').conflicts(
        'hmacKeyFile',
      ),
    )
    .option('--hmac-key-file <file>', 'the 32 bytes in the eFuses from which a chip derives its keys');
}
