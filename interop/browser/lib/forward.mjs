import { createServer, request } from 'node:http';

/** Forwards HTTP from a free port of loopback to `address`, so that it can be reached under another name of the host. */
export async function startForward(address) {
  const [host, port] = address.split(':');
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const passed = request({ host, port, method, path: url, headers: { ...headers, host: address } }, (answer) => {
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
    },
  };
}
