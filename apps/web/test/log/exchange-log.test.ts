import { Provisioner } from '@esp-prov/client';
import { toHex, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { ExchangeLog, mostEntries } from '../../src/log/exchange-log.ts';
import { logText } from '../../src/log/log-text.ts';
import { TabDevice } from '../../src/virtual/engine/tab-device.ts';
import type { TabSettings } from '../../src/virtual/engine/tab-settings.ts';

const passphrase = 'correct horse';

/** Provisions a device in the page, and returns the log of it. */
async function provisioned(settings: Partial<TabSettings>): Promise<ExchangeLog> {
  const log = new ExchangeLog();
  await using device = new TabDevice({ settings: { fast: true, transport: 'softap', ...settings } });
  await device.boot();
  const { username, pop } = device.label;
  const proof = [{ allowUnproven: true }, { pop }, { username, password: pop }][device.settings.securityVersion];
  const open = async () => log.wrap(await device.open());
  await using provisioner = await Provisioner.connect(open, { ...proof, onSealed: log.onSealed });
  await provisioner.scan();
  for await (const _ of provisioner.provision({ ssid: 'Birch House', passphrase }));
  return log;
}

const names = (log: ExchangeLog) => log.entries.map(({ message, seal }) => `${message.name} ${seal}`);

describe('the log of an exchange', () => {
  test.each([0, 1, 2] as const)('shows message by message what security %i seals', async (securityVersion) => {
    const log = await provisioned({ securityVersion });
    const seal = securityVersion === 0 ? 'plain' : 'sealed';
    const handshake = [
      ['S0SessionCmd plain', 'S0SessionResp plain'],
      ['SessionCmd0 plain', 'SessionResp0 plain', 'SessionCmd1 plain', 'SessionResp1 plain'],
      ['S2SessionCmd0 plain', 'S2SessionResp0 plain', 'S2SessionCmd1 plain', 'S2SessionResp1 plain'],
    ][securityVersion] as string[];
    expect(names(log).slice(0, 2 + handshake.length)).toEqual(['Version? plain', 'Version plain', ...handshake]);
    expect(names(log)).toContain(`RespScanWifiResult ${seal}`);
    expect(names(log)).toContain(`CmdSetWifiConfig ${seal}`);
    const set = log.entries.find(({ message }) => message.name === 'CmdSetWifiConfig');
    expect(set?.message.fields.slice(0, 2)).toEqual([
      { name: 'ssid', value: 'Birch House' },
      { name: 'passphrase', value: { maskedBytes: 13 } },
    ]);
    expect(set?.wire === undefined).toBe(securityVersion === 0);
    const status = log.entries.filter(({ message }) => message.name === 'RespGetWifiStatus').at(-1);
    expect(status?.message.summary).toBe('Success, Connected');
  });

  test.each([
    ['netprov-1.4', 0],
    ['netprov-1.4', 1],
    ['netprov-1.4', 2],
    // One nonce for all messages of a session.
    ['idf-5.3', 2],
  ] as const)('holds no secret of %s with security %i', async (profile, securityVersion) => {
    const log = await provisioned({ profile, securityVersion });
    const all = JSON.stringify(log.entries) + logText(log.entries);
    expect(all).not.toContain(passphrase);
    expect(all.replaceAll(' ', '')).not.toContain(toHex(utf8(passphrase)));
    expect(logText(log.entries)).toContain('passphrase: masked, 13 bytes');
  });

  test('shows no sealed bytes of a secret where one nonce seals all messages', async () => {
    const log = await provisioned({ profile: 'idf-5.3', securityVersion: 2 });
    const set = log.entries.find(({ message }) => message.name === 'CmdSetWifiConfig');
    expect(set).toMatchObject({ seal: 'sealed', wire: undefined });
    const scan = log.entries.find(({ message }) => message.name === 'RespScanWifiResult');
    expect(scan?.wire).toMatch(/^[0-9a-f]{2} /);
  });

  test('keeps the newest messages', async () => {
    const log = new ExchangeLog();
    const memory = {
      kind: 'memory' as const,
      maxRequest: 512,
      endpoints: undefined,
      exchange: async () => utf8('x'),
      [Symbol.asyncDispose]: async () => undefined,
    };
    const transport = log.wrap(memory);
    for (let i = 0; i < mostEntries; i++) await transport.exchange('proto-ver', utf8('---'));
    expect(log.entries).toHaveLength(mostEntries);
    expect(log.entries.at(-1)?.id).toBe(2 * mostEntries);
    log.clear();
    expect(log.entries).toEqual([]);
  });

  test('shows the failure of an exchange by its code', async () => {
    const log = new ExchangeLog();
    const device = new TabDevice({ settings: { fast: true, transport: 'softap' } });
    await device.boot();
    const transport = log.wrap(await device.open());
    await device.powerOff();
    await transport.exchange('proto-ver', utf8('---')).catch(() => undefined);
    expect(log.entries.at(-1)).toMatchObject({ direction: 'in', seal: 'none', failure: 'link/unreachable' });
    expect(logText(log.entries)).toContain('<- proto-ver failed: link/unreachable');
  });
});
