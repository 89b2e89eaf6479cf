import type { JsonMember } from '@esp-prov/protocol';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addExamples } from '../../options/examples.ts';
import { jsonOrText, splitAssignment } from '../../options/json-or-text.ts';
import { parseSecurity, securityChoices } from '../../options/parse-security.ts';
import { addSecretOption } from '../../options/secret-options.ts';
import type { QrCommandOptions } from './qr.ts';

/** Adds `esp-prov qr`: the QR code on a device's label, written and read. */
export function addQrCommands(program: Command): void {
  const qr = program
    .command('qr')
    .description('make the QR code of a device for the provisioning apps')
    .enablePositionalOptions()
    .option('--name <name>', 'name of the service: Bluetooth name, or SSID of the access point')
    .addOption(new Option('--transport <kind>', 'how the device is reached').choices(['ble', 'softap']).default('ble'));
  addSecretOption(qr, {
    flags: '--pop <text>',
    description: 'proof of possession, or password of security 2',
    question: 'Proof of possession',
  });
  qr.option('--generate', 'make a random proof of possession, or password of security 2');
  qr.option('--username <name>', 'user name of security 2');
  addSecretOption(qr, {
    flags: '--password <text>',
    description: "password of the device's access point",
    question: 'Password of the access point',
  });
  qr.addOption(
    new Option('--security <version>', 'security scheme of the device')
      .choices(securityChoices)
      .argParser(parseSecurity),
  )
    .addOption(new Option('--network <kind>', 'what the device joins').choices(['wifi', 'thread']))
    .addOption(
      new Option(
        '--member <key=value>',
        'a member of your own, such as vid=7 or model="A1": JSON, or else text; repeatable',
      ).argParser(collectMembers),
    )
    .option('--compact', "the compact text NP:name|pop|b of ESP RainMaker's apps, which other apps do not read")
    .option('--url', 'print the link to a page that shows the code')
    .option('--out <file>', 'write a picture, .svg or .png')
    .option('--json', 'print one JSON value: payload, link and file')
    .action(async (options: QrCommandOptions) => (await import('./qr.ts')).writeQr(options));
  addExamples(
    qr,
    'esp-prov qr --name PROV_261FCC --pop abcd1234',
    'esp-prov qr --name PROV_261FCC --generate',
    'esp-prov qr --name PROV_261FCC --pop-file pop.txt --out label.svg',
    'esp-prov qr --name PROV_261FCC --pop abcd1234 --member model=A1',
    'esp-prov qr --name PROV_261FCC --pop abcd1234 --compact',
    'esp-prov qr read label.png',
  );
  const read = qr
    .command('read')
    .description('print what a QR code holds, its secrets included')
    .argument('<text|file>', 'text or link of the code, or a file with it or a picture; - reads standard input')
    .option('--json', 'print one JSON value')
    .action(async (source: string, options: { readonly json?: boolean }) =>
      (await import('./qr.ts')).readQr(source, options),
    );
  addExamples(read, 'esp-prov qr read label.png', 'esp-prov qr read - < label.jpg');
}

/** The members that apps know, which have options of their own. */
const knownMembers = ['ver', 'name', 'username', 'pop', 'password', 'transport', 'security', 'network'];

function collectMembers(text: string, before: readonly JsonMember[] = []): JsonMember[] {
  const assignment = splitAssignment(text);
  if (!assignment) throw new InvalidArgumentError('Expected a name and a value, for example model=A1.');
  const { key, value } = assignment;
  if (knownMembers.includes(key)) throw new InvalidArgumentError(`The member ${key} has an option of its own.`);
  if (before.some(({ name }) => name === key)) throw new InvalidArgumentError('A member can be given once.');
  return [...before, { name: key, json: jsonOrText(value) }];
}
