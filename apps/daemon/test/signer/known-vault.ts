import type { KeyIdentity, SealContext, SealedKey } from '@waiaas/core';
import type { VaultRow } from '../../src/infra/signer/vault-store.port.js';

// Written by format version 1. Never to be made anew: these texts stand for what is in somebody's database.

export const KNOWN_PASSWORD = 'a known password';

export const KNOWN_VAULT: VaultRow = {
  version: 1,
  blob: 'wvault.1.1.chosen.argon2id.m=65536,t=3,p=4.XyMKl1_GlXVjYqMeFoDzqA.1vxpMWftbGkn_-1A.XLgzJd9T-n9rSWZA9O4MhM2-PaiYqfmkhcYQ1bdHZJ1Hpo-zLUC3b2up7Y4AQo0v',
  generation: 1,
  autoProvisioned: false,
};

export const KNOWN_EVM_IDENTITY: KeyIdentity = {
  walletId: '0190f0a0-0000-7000-8000-00000000000a',
  chain: 'ethereum',
  environment: 'testnet',
};

export const KNOWN_EVM_KEY: SealedKey = {
  blob: 'wkey.1.1.YAwTMsAN1U0A2Ht-.caSb51HfeUCbfGkiYKHSztuQ-K19reDUE5umt7WA6itSSKsdgxcPiWN0NN-MfTYbV_gieMoR9ovpwnYsDr0wO8Rd2ObaZKswPXVyLu0ZVamQs-Ndl_QnDH3x-6hZ2fxtv2eoLfE5dTSuPRALHx2zJUI9_Lh5lvAirfNl5x-FwYC9rGYiP_wGHDaBeBb_VrNMELxGCjDLBUX07pvdvk7cCn4IgZQeUVpzwcMJxoB9ZfbOb3QhOAPYvKF6QjWubswvqBq-wREaufdZTIYHkahIdpatWoaMx6Hk_Nr8jUR1JMGJCKcPc9mOi12acHHtQdq-u1xpVF48HGbDnjLvBz7jbUMdFIUJu6kU2bYZeQGD24-OVbRWFdLQ_s0Ucba_-ytcE3jpF-lruO7gn4KYu4vxaw5AHkmOV7AmbEFQ0ajnvPHHC-jafdV6sKbt-Iomu8NmuP9xMRCzthGVowXnxdsVsmp3OqeGvhqK5NBllFxthYzzog',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
};

export const KNOWN_SOLANA_IDENTITY: KeyIdentity = {
  walletId: '0190f0a0-0000-7000-8000-00000000000b',
  chain: 'solana',
  environment: 'testnet',
};

export const KNOWN_SOLANA_KEY: SealedKey = {
  blob: 'wkey.1.1.PhaAXJBmYCfxrOZx.R4m1PCGSZsEG44zfPflsOx-OasVHtMH9POsZnxSbsLVN_eQizR5lWDLfSw6_P0jo_2xbta2_vEgu5F0Q7kh5Bv3CIFt8wLO8Qxbz03wFZWs6Cpj8rUT-Nt-1A3ggD2OJESiQ9KvGsgmAapg1eqsXdOfKQ-1oybDw5u_HKq2vUfwDMM8OefWTq_lXVB0Aqw4HEQ2c735RvPMzWkSRdspic8xfyBFEVyqCMSKgInz15uvay1xISXo-OYsbP1IxoI2ZQ5TIdwFwwrM5d8woywf_0_pGI0uOtP598t4oCXk9tuRThnCcvP2Wxy6if-HI0S-e7GoVOcX6euyxsi8QcvXvSIRw_GzPwlm7y9aiPiwtX6fSztk1ZPCGjZIfsY7K6d98rXTDgr7Q5LDOHKocRF5C9Gto0f-_8YETSnZLosFl-GV8XG_npzZDG8EZZUE-nKgZ3G3fnJleiEEL4HFkUuL6V09e0Sypq0LCm-hOnD6l3eJLhA',
  address: 'FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z',
};

export const KNOWN_CONTEXT: SealContext = { table: 'sealed_secrets', rowId: 'jwt-1', column: 'sealed' };
/** Opens to `a known value`. */
export const KNOWN_SEALED = 'wval.1.1.OJdPcSQW5a5pwWJy.dnz302GEltxtHLE8BN-JaqSvt3ojq5xS44x4FJI';
