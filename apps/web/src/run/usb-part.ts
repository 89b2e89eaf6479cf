export { consoleTransport } from '@esp-prov/client';
export { openSerialPort } from '@esp-prov/client/web';
