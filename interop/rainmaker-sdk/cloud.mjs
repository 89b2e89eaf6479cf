// The cloud of both SDKs, as far as provisioning asks it: an HTTP server of this machine. It notes what it was asked.
import { createServer } from 'node:http';

/** Starts the server; `asked` holds method, path and body of each request. */
export async function startCloud(answers) {
  const asked = [];
  const waiting = new Set();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname } = new URL(request.url, 'http://localhost');
    asked.push({ call: `${request.method} ${pathname}`, body: body ? JSON.parse(body) : undefined });
    const answer = answers[`${request.method} ${pathname}`];
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? { description: 'not found' }), () => {
      for (const look of waiting) look();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.close(resolve));
  /** Resolves once a call has been answered. */
  const answered = (call) =>
    new Promise((done) => {
      const look = () => asked.some((each) => each.call === call) && done();
      waiting.add(look);
      look();
    });
  return { asked, answered, baseUrl: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A storage adapter of the SDKs that lasts as long as the program. */
export function memoryStorage(entries = []) {
  const items = new Map(entries);
  return {
    setItem: async (name, value) => void items.set(name, value),
    getItem: async (name) => items.get(name) ?? null,
    removeItem: async (name) => void items.delete(name),
    clear: async () => items.clear(),
  };
}

/** Returns a token of the form that the SDKs read; nobody has signed it. */
export function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64').replace(/=+$/, '');
  return `${part({ alg: 'none' })}.${part({ exp: 4102444800, ...claims })}.${part('nobody')}`;
}
