import { connect, createServer } from 'node:net';

/** Stands before the service at `target` and counts the requests; nothing of them is changed, not even their packets. */
export async function startCountingProxy(target) {
  const [host, port] = target.split(':');
  const sockets = new Set();
  let requests = 0;
  const server = createServer((client) => {
    const device = connect({ host, port: Number(port) });
    for (const [from, to] of [
      [client, device],
      [device, client],
    ]) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    // A request begins with its method and both tools send heads in one piece.
    client.on('data', (bytes) => {
      if (bytes.subarray(0, 5).toString('latin1') === 'POST ') requests++;
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${server.address().port}`,
    get requests() {
      return requests;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
