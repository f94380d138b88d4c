import { HDKey } from '@scure/bip32';
import { mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';
import type { Chain } from '@waiaas/core';
import { deriveEd25519 } from './slip10.js';

/** First account as the chain's usual wallets derive it (BIP-44; SLIP-0044 coin types 60 and 501). */
export const DEFAULT_PATHS: Readonly<Record<Chain, string>> = { ethereum: "m/44'/60'/0'/0/0", solana: "m/44'/501'/0'/0'" };

const PATH = /^m(?:\/(?:0|[1-9][0-9]{0,9})'?){1,10}$/;
const MAX_INDEX = 0x7fff_ffff;

/** The private key of an English BIP-39 phrase at a path; undefined when the phrase or the path is not valid for the chain. */
export function secretFromMnemonic(chain: Chain, phrase: string, path = DEFAULT_PATHS[chain]): Buffer | undefined {
  const words = phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/).join(' ');
  const steps = parsePath(path);
  if (steps === undefined || !validateMnemonic(words, wordlist)) return undefined;
  const seed = mnemonicToSeedSync(words);
  try {
    return chain === 'ethereum' ? deriveSecp256k1(seed, path) : deriveHardened(seed, steps);
  } finally {
    seed.fill(0);
  }
}

interface PathStep {
  readonly index: number;
  readonly isHardened: boolean;
}

function parsePath(path: string): readonly PathStep[] | undefined {
  if (!PATH.test(path)) return undefined;
  const steps = path
    .split('/')
    .slice(1)
    .map((part) => ({ index: Number(part.replace("'", '')), isHardened: part.endsWith("'") }));
  return steps.every((step) => step.index <= MAX_INDEX) ? steps : undefined;
}

function deriveSecp256k1(seed: Uint8Array, path: string): Buffer | undefined {
  const root = HDKey.fromMasterSeed(seed);
  const child = root.derive(path);
  const secret = child.privateKey === null ? undefined : Buffer.from(child.privateKey);
  child.wipePrivateData();
  root.wipePrivateData();
  return secret;
}

// SLIP-0010 defines no public derivation for Ed25519: every step must be hardened.
function deriveHardened(seed: Uint8Array, steps: readonly PathStep[]): Buffer | undefined {
  if (!steps.every((step) => step.isHardened)) return undefined;
  return deriveEd25519(
    seed,
    steps.map((step) => step.index),
  );
}
