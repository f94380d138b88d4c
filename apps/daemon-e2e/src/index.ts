// What end-to-end suites of other programs take from here: a real daemon, its wallets and its owners.
export { Api } from './harness/api.js';
export { DaemonProcess } from './harness/daemon-process.js';
export { eventually } from './harness/eventually.js';
export { writeAsStranger } from './harness/foreign-writer.js';
export { MachineClock } from './harness/machine-clock.js';
export { adoptRows, multiplyRows } from './harness/many-rows.js';
export { EthereumOwner, SolanaOwner, type OwnerKey } from './harness/owner-keys.js';
export { addPolicy } from './harness/policies.js';
export { TestClock } from './harness/test-clock.js';
export { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from './harness/wallets.js';
