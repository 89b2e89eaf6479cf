import { errorReply, ObjectServer } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { NmClient, nmPath, type Settings, text, wifi } from '../support/nm-client.ts';
import { nmRooms, passphrase } from '../support/nm-rooms.ts';

const manager = `${nmPath}/AgentManager`;

describe.skipIf(!canStartBus)('a secret agent', () => {
  const room = nmRooms();

  /** Registers a program that answers with these passphrases one after the other, and notes the flags of each call. */
  async function agent(address: string, answers: string[]): Promise<{ readonly flags: number[] } & AsyncDisposable> {
    const client = await NmClient.open(address);
    const server = new ObjectServer(client.bus, { root: '/org/freedesktop/NetworkManager' });
    const flags: number[] = [];
    server.add('/org/freedesktop/NetworkManager/SecretAgent', {
      'org.freedesktop.NetworkManager.SecretAgent': {
        methods: {
          GetSecrets: {
            in: 'a{sa{sv}}osasu',
            out: 'a{sa{sv}}',
            call: ([settings, , setting, , asked]) => {
              flags.push(Number(asked));
              expect(JSON.stringify(settings)).not.toContain(passphrase);
              const key = answers.shift();
              if (key === undefined) throw errorReply('org.freedesktop.NetworkManager.SecretAgent.UserCanceled', 'no');
              return [{ [String(setting)]: { psk: text(key) } }];
            },
          },
        },
      },
    });
    await client.call(manager, 'AgentManager.RegisterWithCapabilities', 'su', 'org.example.agent', 0);
    return { flags, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
  }

  const asking: Settings = {
    ...wifi('home'),
    '802-11-wireless-security': { 'key-mgmt': text('wpa-psk') },
  };

  test('is asked for what a profile lacks, and again after a wrong answer', async () => {
    const { nm, client } = await room();
    await using asked = await agent(nm.address, ['wrong horse', passphrase]);
    const [profile] = await client.join(asking);
    await client.reached(100);
    expect(asked.flags).toEqual([0x5, 0x7]);
    expect(client.states).toContain('50->60 8');
    const [secrets] = await client.call(profile, 'Settings.Connection.GetSecrets', 's', '802-11-wireless-security');
    expect(secrets).toMatchObject({ '802-11-wireless-security': { psk: text(passphrase) } });
  });

  test('that has no answer ends the connection', async () => {
    const { nm, client } = await room();
    await using asked = await agent(nm.address, []);
    await client.join(asking);
    await client.reached(120);
    expect(asked.flags).toEqual([0x5]);
    expect(client.states).toContain('60->120 7');
  });

  test('is missing: the connection fails at once', async () => {
    const { client } = await room();
    await client.join(asking);
    await client.reached(120);
    expect(client.states).toContain('60->120 7');
  });

  test.each([['x'], ['.agent'], ['a..b'], ['a b c'], ['x'.repeat(256)]])('of the name %j is refused', async (name) => {
    const { client } = await room();
    const refusal = await client.refusal(() => client.call(manager, 'AgentManager.Register', 's', name));
    expect(refusal).toContain('AgentManager.InvalidIdentifier');
  });

  test('registers once, and may leave', async () => {
    const { client } = await room();
    const register = () => client.call(manager, 'AgentManager.Register', 's', 'org.example.agent');
    await register();
    expect(await client.refusal(register)).toContain('AgentManager.PermissionDenied');
    await client.call(manager, 'AgentManager.Unregister');
    expect(await client.refusal(() => client.call(manager, 'AgentManager.Unregister'))).toContain('NotRegistered');
  });
});
