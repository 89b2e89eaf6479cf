import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { devicePath } from './support/central.ts';
import { echo } from './support/peripheral.ts';
import { registerAgent } from './support/register-agent.ts';
import { endpoint, testRooms } from './support/test-room.ts';

const device = devicePath();
const back = devicePath('hci1', '00');

describe.skipIf(!canStartBus)('pairing', () => {
  const room = testRooms();
  const secret = [{ ...echo(endpoint.session, 'prov-session'), flags: ['encrypt-read', 'encrypt-write'] }];

  test('is asked for, and agreed to by the other side', async () => {
    const { central, peripheral } = await room();
    const { asked } = await registerAgent(peripheral);
    await central.find();
    await central.call(device, 'Pair');
    expect(asked).toEqual([back]);
    const objects = await central.objects();
    expect(objects.get(device)).toMatchObject({ Paired: true, Bonded: true, Connected: true, ServicesResolved: true });
    expect(objects.get(back)).toMatchObject({ Paired: true });
    expect(await central.refusal(() => central.call(device, 'Pair'))).toBe('AlreadyExists: Already Exists');
  });

  test('fails where the other side has no agent, or one that refuses', async () => {
    const { central, peripheral } = await room();
    await central.find();
    expect(await central.refusal(() => central.call(device, 'Pair'))).toBe(
      'AuthenticationFailed: Authentication Failed',
    );
    await registerAgent(peripheral, { agrees: false });
    expect(await central.refusal(() => central.call(device, 'Pair'))).toBe(
      'AuthenticationFailed: Authentication Failed',
    );
    expect((await central.objects()).get(device)).toMatchObject({ Paired: false });
  });

  test('can be called off', async () => {
    const { central } = await room({ delays: { pairMs: 5000 } });
    await central.reach();
    expect(await central.refusal(() => central.call(device, 'CancelPairing'))).toBe('DoesNotExist: Does Not Exist');
    const pairing = central.refusal(() => central.call(device, 'Pair'));
    expect(await central.refusal(() => central.call(device, 'Pair'))).toBe('InProgress: In Progress');
    await central.call(device, 'CancelPairing');
    expect(await pairing).toBe('AuthenticationCanceled: Authentication Canceled');
  });

  test('is what attributes want that are only for encrypted links', async () => {
    const { central, peripheral } = await room({}, { characteristics: secret });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    expect(await central.refusal(() => central.read(session))).toBe('NotPermitted: Not paired');
    expect(await central.refusal(() => central.write(session, 'x'))).toBe('NotPermitted: Not paired');
    expect(peripheral.calls).toEqual([]);
    await registerAgent(peripheral);
    await central.call(device, 'Pair');
    await central.write(session, 'x');
    expect(await central.read(session)).toEqual(Uint8Array.of(0x78));
  });

  test('happens by itself at the first access, where agents on both sides agree', async () => {
    const { central, peripheral } = await room({}, { characteristics: secret });
    await registerAgent(peripheral);
    const { asked } = await registerAgent(central, { isDefault: true });
    await central.reach();
    await central.write(await central.attribute(endpoint.session), 'x');
    expect(asked).toEqual([device]);
    expect((await central.objects()).get(device)).toMatchObject({ Paired: true });
  });

  test('is remembered: the next link is encrypted at once', async () => {
    const { central, peripheral } = await room({}, { characteristics: secret });
    await registerAgent(peripheral);
    await central.find();
    await central.call(device, 'Pair');
    await central.call(device, 'Disconnect');
    await central.reach();
    await central.write(await central.attribute(endpoint.session), 'x');
  });

  test('that only one side remembers ends in a refusal', async () => {
    const { central, peripheral } = await room({}, { characteristics: secret });
    const { asked } = await registerAgent(peripheral);
    await central.find();
    await central.call(device, 'Pair');
    await central.call('/org/bluez/hci1', 'RemoveDevice', 'o', [back]);
    await central.until(device, 'Connected', false);
    await central.reach();
    const session = await central.attribute(endpoint.session);
    expect(await central.refusal(() => central.read(session))).toMatch(/Not paired|0x0e/);
    await central.until(device, 'Connected', false);
    await central.call('/org/bluez/hci0', 'StopDiscovery');
    await central.call('/org/bluez/hci0', 'RemoveDevice', 'o', [device]);
    await expect.poll(async () => (await central.objects()).has(device)).toBe(false);
    await central.find();
    await central.call(device, 'Pair');
    expect(asked).toHaveLength(2);
  });

  test('does not reach what a link without display and keys cannot be', async () => {
    const strict = [{ uuid: endpoint.session, flags: ['encrypt-authenticated-read'] }];
    const { central, peripheral } = await room({}, { characteristics: strict });
    await registerAgent(peripheral);
    await central.find();
    await central.call(device, 'Pair');
    const session = await central.attribute(endpoint.session);
    expect(await central.refusal(() => central.read(session))).toBe('NotPermitted: Not paired');
  });

  test('agents are one for each program', async () => {
    const { central } = await room();
    const { call } = await registerAgent(central);
    const refusal = (member: string, signature: string, body: readonly unknown[]) =>
      central.refusal(() => call(member, signature, body));
    expect(await refusal('RegisterAgent', 'os', ['/agent', ''])).toBe('AlreadyExists: Already Exists');
    expect(await refusal('RequestDefaultAgent', 'o', ['/other'])).toBe('DoesNotExist: Does Not Exist');
    await call('UnregisterAgent', 'o', ['/agent']);
    expect(await refusal('UnregisterAgent', 'o', ['/agent'])).toBe('DoesNotExist: Does Not Exist');
    expect(await refusal('RegisterAgent', 'os', ['/agent', 'Telepathy'])).toMatch(/^InvalidArguments/);
  });
});
