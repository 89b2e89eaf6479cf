export { httpTransport, type NodeHttpOptions } from './http-transport.ts';
