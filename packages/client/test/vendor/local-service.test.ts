import { decodeVersionInfo, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type LocalServiceOptions, localServices, localServiceTransport } from '../../src/vendor/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

describe('a transport to a local service', () => {
  const through = (version: string | ProvisioningError, options?: LocalServiceOptions) => {
    const inner = new ScriptedTransport(({ endpoint }) => {
      if (!endpoint.endsWith('version')) return utf8('answer');
      if (version instanceof ProvisioningError) throw version;
      return utf8(version);
    });
    return { inner, transport: localServiceTransport(inner, localServices.espLocalCtrl, options) };
  };

  test('takes version and handshake to the endpoints of the service, and all others where they belong', async () => {
    const { inner, transport } = through('v1.0');
    for (const endpoint of ['proto-ver', 'prov-session', 'esp_local_ctrl/control', 'prov-scan']) {
      await transport.exchange(endpoint, utf8('x'));
    }
    expect(inner.seen.map(({ endpoint }) => endpoint)).toEqual([
      'esp_local_ctrl/version',
      'esp_local_ctrl/session',
      'esp_local_ctrl/control',
      'prov-scan',
    ]);
  });

  test.each([
    ['{"local_ctrl":{"ver":"v1.0","sec_ver":1}}', { ver: 'v1.0', sec_ver: 1 }],
    ['{"local_ctrl":{"ver":"v1.0"},"prov":{"ver":"v9"}}', { ver: 'v1.0' }],
  ])('shows %s as the version of provisioning', async (version, prov) => {
    const answer = await through(version).transport.exchange('proto-ver', utf8('---'));
    expect(JSON.parse(new TextDecoder().decode(answer))).toMatchObject({ prov });
  });

  const unknown = new ProvisioningError('endpoint/not-found');
  const silent: (string | ProvisioningError)[] = [
    'v1.0',
    '{',
    '[]',
    'null',
    '{"local_ctrl":7}',
    '{"local_ctrl":{}}',
    `{"local_ctrl":{"ver":"${'x'.repeat(5000)}"}}`,
    unknown,
  ];
  test.each(silent)('answers by the scheme that is known where the device tells none: %s', async (version) => {
    const answer = await through(version, { securityVersion: 1 }).transport.exchange('proto-ver', utf8('---'));
    expect(decodeVersionInfo(answer)).toMatchObject({ version: '', managed: true, securityVersion: 1 });
  });

  test.each([
    ['{"local_ctrl":{"ver":"v1.0"}}', 1],
    ['{"local_ctrl":{"ver":"v1.0","sec_ver":2}}', 2],
  ])('believes what a device tells more than what is known: %s', async (version, securityVersion) => {
    const answer = await through(version, { securityVersion: 1 }).transport.exchange('proto-ver', utf8('---'));
    expect(decodeVersionInfo(answer)).toMatchObject({ version: 'v1.0', securityVersion });
  });

  test('passes a failure on unless it is a missing endpoint and the scheme is known', async () => {
    const refused = new ProvisioningError('endpoint/refused');
    const failure = async (...given: Parameters<typeof through>) =>
      await failureOf(through(...given).transport.exchange('proto-ver', utf8('---')));
    expect(await failure(unknown)).toBe(unknown);
    expect(await failure(refused, { securityVersion: 1 })).toBe(refused);
  });

  test.each(['v1.0', '', 'null', '[]', '{"other":{}}', `{"local_ctrl":"${'x'.repeat(5000)}"}`])(
    'leaves %j as it is',
    async (version) => {
      const answer = await through(version).transport.exchange('proto-ver', utf8('---'));
      expect(new TextDecoder().decode(answer)).toBe(version);
    },
  );
});
