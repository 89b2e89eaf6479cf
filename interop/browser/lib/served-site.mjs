import { createServer, request } from 'node:http';
import { siteFolder } from './site.mjs';
import { startStaticServer } from './static-server.mjs';

/** Serves the page and the endpoints of a device under one address, as a device does that serves the page itself. */
export async function startServedSite(deviceAddress) {
  const site = await startStaticServer({ folders: { '/': siteFolder } });
  const [host, port] = deviceAddress.split(':');
  const server = createServer((incoming, outgoing) => {
    const isRequest = incoming.method === 'POST';
    const target = isRequest ? { host, port } : { host: '127.0.0.1', port: site.port };
    const { method, url, headers } = incoming;
    const passed = request({ ...target, method, path: url, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await site.close();
    },
  };
}
