import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of the guided console, by which a person carries the messages to a Bluetooth application. */
export interface GuidedOptions {
  readonly guided?: boolean;
  readonly legacy?: boolean;
  readonly serviceUuid?: string;
  readonly endpointUuid?: Readonly<Record<string, string>>;
}

/** Version of the firmware before the provisioning manager, which reports neither its scheme nor capabilities. */
const legacyVersion = 'V0.1';

/** Adds the options of the guided console, and what `--legacy` stands for. */
export function addGuidedOptions(command: Command): Command {
  return command
    .option('--guided', 'with --transport ble: carry the messages by hand to another Bluetooth application')
    .option('--legacy', 'firmware of v3.2 and its betas: --proto-ver V0.1 --sec-ver 1, and its UUIDs')
    .addOption(
      new Option('--service-uuid <uuid>', 'service of a device with UUIDs of its own, over Bluetooth').argParser(
        parseUuid,
      ),
    )
    .addOption(
      new Option('--endpoint-uuid <name=uuid>', 'characteristic of an endpoint, over Bluetooth; repeatable').argParser(
        collectEndpoint,
      ),
    )
    .hook('preAction', (_, action) => applyLegacy(action));
}

/** `--legacy` and, over Bluetooth, `--proto-ver V0.1` mean the same firmware; what is given beside them stays. */
function applyLegacy(action: Command): void {
  const { legacy, transport, protoVer, secVer } = action.opts<Record<string, unknown>>();
  const named = transport === 'ble' && String(protoVer).toUpperCase() === legacyVersion;
  if (legacy !== true && !named) return;
  action.setOptionValue('legacy', true);
  if (protoVer === undefined) action.setOptionValue('protoVer', legacyVersion);
  if (secVer === undefined) action.setOptionValue('secVer', 1);
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a UUID as applications show it: 36 characters, or the four digits of a short one; undefined for anything else.
 */
export function readUuid(text: string): string | undefined {
  if (uuidPattern.test(text)) return text.toLowerCase();
  return /^(0x)?[0-9a-f]{4}$/i.test(text)
    ? `0000${text.slice(-4).toLowerCase()}-0000-1000-8000-00805f9b34fb`
    : undefined;
}

/** Returns the UUID that an option names. */
export function parseUuid(text: string): string {
  const uuid = readUuid(text);
  if (uuid === undefined)
    throw new InvalidArgumentError('Expected a UUID, for example 021a9004-0382-4aea-bff4-6b3f1c5adfb4.');
  return uuid;
}

function collectEndpoint(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [name = '', value = ''] = text.split('=', 2);
  const uuid = readUuid(value);
  if (name === '' || uuid === undefined) {
    throw new InvalidArgumentError(
      'Expected a name and a UUID, for example custom-data=021aff54-0382-4aea-bff4-6b3f1c5adfb4.',
    );
  }
  return { ...before, [name]: uuid };
}
