import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto';
import { PhoneSrp, type SrpTraits, stripped } from './phone-srp.ts';
import { Read, write } from './wire.ts';

/** How a phone reaches a device: names of endpoints, bytes, and the time that passes between them. */
export interface PhoneLink {
  exchange(endpoint: string, request: Uint8Array): Promise<Uint8Array>;
  wait(ms: number): Promise<void>;
}

/** How a phone seals what it sends and opens what it gets. */
export interface PhoneChannel {
  seal(plain: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Uint8Array;
}

/** What a phone knows. */
export interface PhoneSecret {
  readonly pop?: string;
  readonly username?: string;
  readonly password?: string;
}

/** What differs between the phones in a handshake. */
export interface HandshakeTraits extends SrpTraits {
  /** Whether a device that does not prove itself is refused; else it is a line in a log. */
  readonly provesDevice: boolean;
  readonly random: (length: number) => Uint8Array;
}

const session = 'prov-session';

/** Returns security 0. */
export async function plain(link: PhoneLink): Promise<PhoneChannel> {
  const answer = new Read(await link.exchange(session, write([2, 0], [10, [[20, []]]])));
  if (!answer.message(10).has(21)) throw new Error('the device did not answer the greeting');
  return { seal: (bytes) => bytes, open: (bytes) => bytes };
}

const keyHead = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicHead = Buffer.from('302a300506032b656e032100', 'hex');

/** Returns security 1. */
export async function x25519(link: PhoneLink, pop: string, { random }: HandshakeTraits): Promise<PhoneChannel> {
  const key = Buffer.concat([keyHead, random(32)]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const own = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(publicHead.length);
  const first = new Read(await link.exchange(session, write([2, 1], [11, [[20, [[1, own]]]]])));
  const answer = first.message(11).message(21);
  const [theirs, counter] = [answer.bytes(2), answer.bytes(3)];
  const publicKey = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey, publicKey });
  const mask = pop === '' ? Buffer.alloc(32) : createHash('sha256').update(pop).digest();
  const stream = createCipheriv(
    'aes-256-ctr',
    secret.map((byte, i) => byte ^ (mask[i] as number)),
    counter,
  );
  const proof = stream.update(theirs);
  const second = new Read(
    await link.exchange(
      session,
      write(
        [2, 1],
        [
          11,
          [
            [1, 2],
            [22, [[2, proof]]],
          ],
        ],
      ),
    ),
  );
  const proven = stream.update(second.message(11).message(23).bytes(3));
  if (!proven.equals(own)) throw new Error('the device did not prove itself');
  return { seal: (bytes) => stream.update(bytes), open: (bytes) => stream.update(bytes) };
}

/** Returns security 2. `counts`: whether the phone numbers its messages, as devices of patch level 1 want it. */
export async function srp(
  link: PhoneLink,
  secret: { username: string; password: string },
  traits: HandshakeTraits & { readonly counts: boolean },
): Promise<PhoneChannel> {
  const own = new PhoneSrp(traits, traits.random);
  const greeting = write(
    [2, 2],
    [
      12,
      [
        [
          20,
          [
            [1, Buffer.from(secret.username)],
            [2, own.A],
          ],
        ],
      ],
    ],
  );
  const first = new Read(await link.exchange(session, greeting)).message(12).message(21);
  const { K, M1, M2 } = own.keys(secret, { B: first.bytes(2), salt: first.bytes(3) });
  const second = new Read(
    await link.exchange(
      session,
      write(
        [2, 2],
        [
          12,
          [
            [1, 2],
            [22, [[1, M1]]],
          ],
        ],
      ),
    ),
  );
  const answer = second.message(12).message(23);
  const same = traits.bigIntegers
    ? stripped(answer.bytes(2)).equals(stripped(M2))
    : M2.equals(Buffer.from(answer.bytes(2)));
  if (!same && traits.provesDevice) throw new Error('the device did not prove itself');
  return gcm(Buffer.from(K.subarray(0, 32)), Buffer.from(answer.bytes(3)), traits.counts);
}

function gcm(key: Buffer, nonce: Buffer, counts: boolean): PhoneChannel {
  const count = () => {
    if (counts) nonce.writeUInt32BE(nonce.readUInt32BE(8) + 1, 8);
  };
  return {
    seal(bytes) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
      count();
      return sealed;
    },
    open(sealed) {
      const end = sealed.length - 16;
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(end));
      const bytes = Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
      count();
      return bytes;
    },
  };
}
