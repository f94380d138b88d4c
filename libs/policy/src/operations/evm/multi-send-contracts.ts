import { comparable } from '../../value/asset.js';

/**
 * Where Safe's own MultiSend and MultiSendCallOnly stand, 1.3.0 (both deployments) and 1.4.1. Their addresses follow from their
 * code by CREATE2, so that no session can put other code there: running what is there in the own name is running multiSend.
 */
const CONTRACTS: ReadonlySet<string> = new Set(
  [
    '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761',
    '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D',
    '0x998739BFdAAdde7C933B942a68053933098f9EDa',
    '0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B',
    '0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526',
    '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
  ].map(comparable),
);

export function isMultiSendContract(address: string): boolean {
  return CONTRACTS.has(comparable(address));
}
