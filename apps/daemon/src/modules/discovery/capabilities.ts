/** What a session can ask for here, in the words existing clients know. A capability is named once its route is served. */
export const CAPABILITIES: readonly string[] = [
  'transfer',
  'token_transfer',
  'contract_call',
  'approve',
  'batch',
  'nft_transfer',
  'contract_deploy',
  'simulate',
  'balance',
  'assets',
  'encode_calldata',
  'sign',
  'sign_message',
];
