import { type Bus, type ExportedInterface, errorReply } from '@esp-prov/dbus';
import { nmInterfaces, nmName } from './nm-names.ts';
import type { Profile } from './settings/profile.ts';
import { type ProfileSettings, withoutSecrets } from './settings/profile-settings.ts';

/** Flags of `GetSecrets`. */
export const secretFlags = { allowInteraction: 0x1, requestNew: 0x2, userRequested: 0x4 } as const;

const agentPath = '/org/freedesktop/NetworkManager/SecretAgent';
const answerTimeoutMs = 120_000;
/** A program may not fill the memory with agents. */
const mostAgents = 64;

/** Programs that ask the user for secrets: `org.freedesktop.NetworkManager.AgentManager`. */
export class Agents {
  readonly #bus: Bus;
  /** Identifiers by the name on the bus. */
  readonly #agents = new Map<string, string>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Returns secrets for a setting from the first agent that has some; undefined when none does. */
  async secretsFor(
    profile: Profile,
    setting: string,
    flags: number,
    signal: AbortSignal,
  ): Promise<ProfileSettings | undefined> {
    for (const destination of [...this.#agents.keys()]) {
      try {
        const [secrets] = await this.#bus.call(
          {
            destination,
            path: agentPath,
            interface: nmInterfaces.secretAgent,
            member: 'GetSecrets',
            signature: 'a{sa{sv}}osasu',
            body: [withoutSecrets(profile.settings), profile.path, setting, [], flags],
          },
          { signal, timeoutMs: answerTimeoutMs },
        );
        return secrets as ProfileSettings;
      } catch {
        signal.throwIfAborted();
        // Another one may have them.
      }
    }
    return undefined;
  }

  /** Returns the interface as programs call it. */
  exported(): ExportedInterface {
    const register = (identifier: string, sender: string) => {
      const complaint = complaintAbout(identifier);
      if (complaint !== undefined) throw errorReply(`${nmName}.AgentManager.InvalidIdentifier`, complaint);
      if (
        this.#agents.has(sender) ||
        this.#agents.size >= mostAgents ||
        [...this.#agents.values()].includes(identifier)
      ) {
        throw errorReply(
          `${nmName}.AgentManager.PermissionDenied`,
          'An agent with this ID is already registered for this user.',
        );
      }
      this.#agents.set(sender, identifier);
    };
    return {
      methods: {
        Register: { in: 's', out: '', call: ([name], { sender }) => register(String(name), sender) },
        RegisterWithCapabilities: { in: 'su', out: '', call: ([name], { sender }) => register(String(name), sender) },
        Unregister: {
          in: '',
          out: '',
          call: (_, { sender }) => {
            if (!this.#agents.delete(sender)) {
              throw errorReply(`${nmName}.AgentManager.NotRegistered`, 'Caller is not registered as an Agent');
            }
          },
        },
      },
    };
  }

  /** Forgets the agent of a program that has left the bus. */
  forget(sender: string): void {
    this.#agents.delete(sender);
  }
}

function complaintAbout(identifier: string): string | undefined {
  if (identifier.length < 3 || identifier.length > 255) {
    return 'Identifier length not between 3 and 255 characters (inclusive)';
  }
  if (identifier.startsWith('.') || identifier.endsWith('.')) return "Identifier must not start or end with '.'";
  const stranger = /[^a-z0-9_.-]/i.exec(identifier)?.[0];
  if (stranger !== undefined) return `Identifier contains invalid character '${stranger}'`;
  return identifier.includes('..') ? "Identifier contains two '.' characters in sequence" : undefined;
}
