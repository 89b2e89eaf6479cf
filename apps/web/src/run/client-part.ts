export { connectBle, consoleTransport, fetchTransport, Provisioner } from '@esp-prov/client';
