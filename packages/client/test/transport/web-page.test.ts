import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { utf8 } from '@esp-prov/protocol';
import { describe, expect, it } from 'vitest';
import { readVersion } from '../../src/index.ts';
import { httpTransport } from '../../src/node/index.ts';
import { isWebPage } from '../../src/transport/web-page.ts';

async function askPortal(status: number, body: string, headers: Record<string, string> = {}): Promise<unknown> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await using transport = httpTransport(`127.0.0.1:${(server.address() as AddressInfo).port}`);
    return await readVersion(transport);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a captive portal', () => {
  it.each([
    [200, '<!DOCTYPE html><html><head><title>Hotel</title></head></html>'],
    [200, '  \r\n<html><body>Log in</body></html>'],
    [200, '\u{feff}<HTML>'],
    [301, ''],
    [302, '<html>moved</html>'],
    [307, ''],
  ])('that answers %i is called that', async (status, body) => {
    await expect(askPortal(status, body, { Location: 'http://portal.example/' })).rejects.toMatchObject({
      code: 'link/protocol',
      message: expect.stringMatching(/page.*; check which network this machine is joined to/),
    });
  });

  it('is no device, whatever its version looks like', () => {
    expect(['v1.1', '{"prov":{}}', 'SUCCESS', '', '<'].map((text) => isWebPage(utf8(text)))).not.toContain(true);
  });
});
