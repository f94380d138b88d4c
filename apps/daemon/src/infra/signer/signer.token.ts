/** Injects the SignerPort: signing and sealing. */
export const SIGNER = Symbol('SIGNER');
/** Injects the KeyCustodyPort: import, export, password change, lock. */
export const KEY_CUSTODY = Symbol('KEY_CUSTODY');
/** Injects the DataKeyPort: what follows a new data key. */
export const DATA_KEY = Symbol('DATA_KEY');
/** Injects the KeyCeilingPort: how far a key may go. */
export const KEY_CEILINGS = Symbol('KEY_CEILINGS');
/** Injects the SignerFreezePort: the freeze that the signer holds itself. */
export const SIGNER_FREEZE = Symbol('SIGNER_FREEZE');
/** Injects the AuditSignerPort: heads of the audit chain. */
export const AUDIT_SIGNER = Symbol('AUDIT_SIGNER');
/** Injects the VaultStorePort: the one row of the vault. */
export const VAULT_STORE = Symbol('VAULT_STORE');
