import argon2 from 'argon2';

/** Argon2id costs (RFC 9106). Stored with what they protect, so that they can be raised later. */
export interface KdfParameters {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** m = 64 MiB, t = 3, p = 4: the second recommended option of RFC 9106 §4. */
export const KDF_PARAMETERS: KdfParameters = { memoryKiB: 65_536, passes: 3, lanes: 4 };
export const SALT_BYTES = 16;
export const MAX_PASSWORD_BYTES = 1024;

/** Bounds on stored parameters: a damaged or hostile row must not take all memory or hours of a core. */
export function isAcceptableKdf({ memoryKiB, passes, lanes }: KdfParameters): boolean {
  const isBounded = memoryKiB <= 1_048_576 && passes <= 16 && lanes <= 16;
  return isBounded && passes >= 1 && lanes >= 1 && memoryKiB >= 8 * lanes;
}

/** 32 bytes derived from the UTF-8 bytes of a password. The caller overwrites them. */
export async function deriveKey(password: string, salt: Buffer, parameters: KdfParameters): Promise<Buffer> {
  const bytes = Buffer.from(password, 'utf8');
  try {
    if (bytes.length === 0 || bytes.length > MAX_PASSWORD_BYTES) throw new RangeError('a password has 1 to 1024 bytes');
    return await argon2.hash(bytes, {
      type: argon2.argon2id,
      version: 0x13,
      raw: true,
      salt,
      hashLength: 32,
      memoryCost: parameters.memoryKiB,
      timeCost: parameters.passes,
      parallelism: parameters.lanes,
    });
  } finally {
    bytes.fill(0);
  }
}
