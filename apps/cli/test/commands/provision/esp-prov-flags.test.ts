import { describe, expect, test } from 'vitest';
import { normalizeArguments } from '../../../src/legacy-arguments.ts';
import { buildProgram } from '../../../src/program.ts';

/** Every option of Espressif's tool, whether it takes a value, and the first release that has it. */
const flags = [
  ['--transport', true, 'v3.2'],
  ['--proto_ver', true, 'v3.2'],
  ['--sec_ver', true, 'v3.2'],
  ['--pop', true, 'v3.2'],
  ['--softap_endpoint', true, 'v3.2'],
  ['--ble_devname', true, 'v3.2'],
  ['--ssid', true, 'v3.2'],
  ['--passphrase', true, 'v3.2'],
  ['--custom_config', false, 'v3.2'],
  ['--custom_info', true, 'v3.2'],
  ['--custom_ver', true, 'v3.2'],
  ['--verbose', false, 'v3.2'],
  ['-v', false, 'v3.3'],
  ['--service_name', true, 'v3.3'],
  ['--custom_data', true, 'v4.2'],
  ['--sec2_username', true, 'v5.0'],
  ['--sec2_pwd', true, 'v5.0'],
  ['--sec2_gen_cred', false, 'v5.0'],
  ['--sec2_salt_len', true, 'v5.0'],
  ['--reset', false, 'v5.1'],
  ['--reprov', false, 'v5.1'],
  ['--dataset_tlvs', true, 'network_provisioning 1.0'],
  ['--ble_adapter', true, 'network_provisioning 1.2.4'],
] as const;

describe.each(flags)('the option %s of esp_prov', (flag, takesValue) => {
  const program = buildProgram();
  const provision = program.commands.find((command) => command.name() === 'provision');
  const [spelled] = normalizeArguments(program, [flag]);
  const option = provision?.options.find(({ long, short }) => long === spelled || short === spelled);

  test('is one of this command, which takes a value where the tool does', () => {
    expect(option).toBeDefined();
    expect(option?.required ?? false).toBe(takesValue);
    expect(option?.optional ?? false).toBe(false);
  });

  test('is understood with an underscore and with a hyphen', () => {
    expect(spelled).toBe(flag.replaceAll('_', '-'));
    expect(normalizeArguments(program, [flag.replaceAll('_', '-')])).toEqual([spelled]);
  });
});

test.each(['softap', 'httpd', 'ble', 'console'])('the transport %s of esp_prov is one of this command', (kind) => {
  const provision = buildProgram().commands.find((command) => command.name() === 'provision');
  const transport = provision?.options.find(({ long }) => long === '--transport');
  expect(transport?.argChoices).toContain(kind);
});
