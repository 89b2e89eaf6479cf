import { openSerialPort } from '@esp-prov/client/web';
import { describe, test } from 'vitest';
import { consolePortConformance, FakeSerial, manualClock, memoryConsole } from '../../src/index.ts';

describe('the client of the memory console', () => {
  const cases = consolePortConformance(async () => {
    const { client: port, device, unplug } = memoryConsole();
    return { port, device, unplug, close: async () => undefined };
  });
  test.each(cases)('$name', ({ run }) => run());
});

describe('a serial port of a browser', () => {
  const clock = manualClock();
  const cases = consolePortConformance(async () => {
    const line = memoryConsole();
    const fake = new FakeSerial().add(() => line.client);
    const port = await openSerialPort(fake, { clock });
    return { port, device: line.device, unplug: () => fake.unplug(), clock, close: async () => undefined };
  });
  test.each(cases)('$name', ({ run }) => clock.run(run()));
});
