import {
  foreignText,
  isProvisioningError,
  ProvisioningError,
  type SecurityVersion,
  toBase64,
} from '@esp-prov/protocol';
import { DeviceSession } from '../session/device-session.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { type LocalService, localServiceTransport } from '../vendor/local-service.ts';
import type { AdapterSettings } from './adapter-settings.ts';
import { closeQuietly } from './close-quietly.ts';
import { localProof, requireScheme, requireSecret } from './device-proof.ts';
import { openUntilAborted } from './open-until-aborted.ts';
import { requestBytes } from './request-bytes.ts';
import type { RainmakerLocalControl, RainmakerSessionPaths } from './sdk-types.ts';
import { endpointAt, serviceAt } from './session-paths.ts';

/** How nodes in the local network are reached, and what is demanded of them. */
export interface RainmakerLocalControlOptions extends AdapterSettings {
  /** Returns a transport to an address such as `http://192.168.1.7:8080`: `httpTransport` in Node, else `fetchTransport`. */
  open(address: string): Transport | Promise<Transport>;
}

/** Where a node is and what opens a session with it. */
interface NodeAccess {
  readonly baseUrl: string;
  readonly security: SecurityVersion;
  readonly pop: string;
  readonly username: string;
  readonly service: LocalService;
}

/** A node, its session, and the way to end both. */
interface LocalNode {
  /** The access as text, to see whether another one is meant. */
  readonly wanted: string;
  readonly session: Promise<DeviceSession>;
  readonly life: AbortController;
  isOpen: boolean;
}

/** Failures of a request that leave its session as it was. */
const harmless: ReadonlySet<string> = new Set(['endpoint/request-size', 'endpoint/not-found', 'usage/invalid-option']);

/**
 * The adapter of Espressif's TypeScript SDKs for nodes in the local network, `ESPLocalControlAdapterInterface` of both:
 * `esp_local_ctrl` for RainMaker, `rmaker_local_ctrl` for RainMaker Neo. It carries bytes; what they mean is the SDK's.
 *
 * After a failed request the node counts as not connected, so that the SDK connects anew, with what it knows by then.
 *
 * @example
 * ESPRMBase.setLocalControlAdapter(new RainmakerLocalControlAdapter({ open: (address) => httpTransport(address) }));
 */
export class RainmakerLocalControlAdapter implements RainmakerLocalControl, AsyncDisposable {
  readonly #options: RainmakerLocalControlOptions;
  readonly #nodes = new Map<string, LocalNode>();

  constructor(options: RainmakerLocalControlOptions) {
    this.#options = options;
  }

  async isConnected(nodeId: string): Promise<boolean> {
    return this.#nodes.get(nodeId)?.isOpen ?? false;
  }

  /**
   * Opens a session with a node, by the scheme that its parameters name. One that is open with the same secrets at the
   * same address goes on.
   *
   * @throws ProvisioningError `link/address-invalid`, those of links and of sessions
   */
  async connect(
    nodeId: string,
    baseUrl: string,
    securityType: number,
    pop?: string,
    username?: string,
    options?: RainmakerSessionPaths,
  ): Promise<{ status: 'success' }> {
    const access: NodeAccess = {
      baseUrl: String(baseUrl),
      security: requireScheme(securityType),
      pop: requireSecret(pop ?? '', 'the proof of possession'),
      username: requireSecret(username ?? '', 'the user name'),
      service: serviceAt(options),
    };
    const wanted = JSON.stringify(access);
    const before = this.#nodes.get(nodeId);
    if (before?.wanted === wanted) {
      await before.session;
      return { status: 'success' };
    }
    const node = this.#begin(access, wanted, before);
    this.#nodes.set(nodeId, node);
    try {
      await node.session;
    } catch (error) {
      this.#forget(nodeId, node);
      throw error;
    }
    node.isOpen = true;
    return { status: 'success' };
  }

  /** Sends a request to an endpoint and returns its answer. @throws ProvisioningError `adapter/not-connected` */
  async sendData(nodeId: string, path: string, data: string): Promise<string> {
    const node = this.#nodes.get(nodeId);
    if (!node?.isOpen) {
      const text = `there is no session with the node “${foreignText(String(nodeId), 64)}”`;
      throw new ProvisioningError('adapter/not-connected', text);
    }
    const request = requestBytes(data);
    const session = await node.session;
    try {
      return toBase64(await session.request(endpointAt(String(path)), request, { signal: node.life.signal }));
    } catch (error) {
      if (!(isProvisioningError(error) && harmless.has(error.code))) this.#forget(nodeId, node);
      throw error;
    }
  }

  /** Ends the session with a node; also with one that is not connected, or not known. */
  async disconnect(nodeId: string): Promise<void> {
    const node = this.#nodes.get(nodeId);
    if (!node) return;
    this.#nodes.delete(nodeId);
    await end(node);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#nodes.keys()].map((nodeId) => this.disconnect(nodeId)));
  }

  #begin(access: NodeAccess, wanted: string, before: LocalNode | undefined): LocalNode {
    const life = new AbortController();
    const begin = async () => {
      if (before) await end(before);
      return await this.#openSession(access, life.signal);
    };
    const session = begin();
    // Whoever waits for it hears of a failure.
    session.catch(() => undefined);
    return { wanted, session, life, isOpen: false };
  }

  async #openSession(
    { baseUrl, security, pop, username, service }: NodeAccess,
    signal: AbortSignal,
  ): Promise<DeviceSession> {
    const { open, allowUnproven, minimumPatchVersion, clock, log } = this.#options;
    const proof = localProof(security, pop, username);
    const openLink = async (call: CallOptions) => {
      const inner = await openUntilAborted(Promise.resolve(open(baseUrl)), call.signal);
      // What the SDK knows is the scheme of firmware that tells none.
      return localServiceTransport(inner, service, { securityVersion: security });
    };
    return await DeviceSession.connect(openLink, { allowUnproven, minimumPatchVersion, clock, log, ...proof, signal });
  }

  #forget(nodeId: string, node: LocalNode): void {
    if (this.#nodes.get(nodeId) === node) this.#nodes.delete(nodeId);
    void end(node);
  }
}

async function end({ life, session }: LocalNode): Promise<void> {
  life.abort(new ProvisioningError('link/closed'));
  await session.then(closeQuietly, () => undefined);
}
