import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseBytes } from '../../options/bytes.ts';
import { addExamples } from '../../options/examples.ts';
import { addSecretOption } from '../../options/secret-options.ts';
import type { CheckCredentialsOptions } from './check-credentials.ts';
import type { CredentialsOptions } from './credentials.ts';

/** Adds `esp-prov credentials`: what a device of security 2 keeps in place of a password, and factory data with it. */
export function addCredentialsCommand(program: Command): void {
  const command = program
    .command('credentials')
    .description('make salt and verifier for a device of security 2, alone or with the other factory data of a device')
    .enablePositionalOptions()
    .option('--username <name>', 'user name');
  addSecretOption(command, {
    flags: '--password <text>',
    description: 'password; prompted for if left out',
    question: 'Password',
    env: 'ESP_PROV_SEC2_PWD',
  });
  command
    .option('--salt <hex>', 'salt as hexadecimal digits (default: random)')
    .addOption(new Option('--salt-length <bytes>', 'length of a random salt').argParser(parseSaltLength).default(16));
  addSecretOption(command, {
    flags: '--pop <text>',
    description: 'proof of possession of security 1, for factory data',
    question: 'Proof of possession',
  });
  command
    .option('--generate', 'make a random secret: the password with --username, else the proof of possession')
    .option('--serial <text>', 'serial number, for factory data')
    .option('--nvs <file>', 'write factory data as an NVS partition, for a partition fctry of a flash image')
    .option('--size <bytes>', 'size of that partition', parseBytes, 0x6000)
    .addOption(new Option('--format <kind>', 'how to print them (default: "c")').choices(['c', 'json', 'csv']))
    .option('--force', 'also make what some of Espressif’s tools cannot use')
    .option('--json', 'same as --format json')
    .action(async (options: CredentialsOptions) => (await import('./credentials.ts')).credentials(options));
  addExamples(
    command,
    'esp-prov credentials --username wifiprov --generate',
    'esp-prov credentials --username wifiprov --password-file pw.txt --format csv',
    'esp-prov credentials check sec2.h --password-file pw.txt',
  );
  addCheckCommand(command);
}

function addCheckCommand(credentials: Command): void {
  const check = credentials
    .command('check')
    .description('check whether salt and verifier belong to a user name and a password, and how they were made')
    .argument('[file]', 'C arrays, JSON of esp-prov credentials, CSV of an NVS generator, or an image')
    .option('--username <name>', 'user name (default: wifiprov)');
  addSecretOption(check, {
    flags: '--password <text>',
    description: 'password; prompted for if left out',
    question: 'Password',
    env: 'ESP_PROV_SEC2_PWD',
  });
  check
    .option('--salt <hex>', 'salt as hexadecimal digits, in place of a file')
    .option('--verifier <hex>', 'verifier as hexadecimal digits, beside --salt')
    .option('--json', 'print one JSON value')
    .action(async (file: string | undefined, options: CheckCredentialsOptions) =>
      (await import('./check-credentials.ts')).checkCredentials(file, options),
    );
  addExamples(
    check,
    'esp-prov credentials check sec2.h --password-file pw.txt',
    'esp-prov credentials check fctry.bin',
  );
}

/** Parses the length of a salt: 1 to 64 bytes. */
export function parseSaltLength(text: string): number {
  const length = Number(text);
  if (!Number.isInteger(length) || length < 1 || length > 64)
    throw new InvalidArgumentError('Expected 1 to 64 bytes, for example 16.');
  return length;
}
