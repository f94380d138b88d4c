import type { DaemonProcess } from './daemon-process.js';
import { eventually } from './eventually.js';
import { StorageFault, type RefusedWrite } from './storage-fault.js';
import type { TestNetwork } from './test-network.js';

export interface KillSite {
  readonly daemon: DaemonProcess;
  readonly network: TestNetwork;
}

/** A place where the daemon has been brought to a halt. */
export interface Halt {
  /** Resolves when it stands there. */
  reached(): Promise<void>;
  /** Takes away what stopped it. Called once the victim is dead. */
  release(): Promise<void>;
}

export interface KillPoint {
  readonly name: string;
  /** The signer has something to do with it. */
  readonly isSigning?: true;
  halt(site: KillSite): Promise<Halt>;
}

function atNode(name: string, method: keyof TestNetwork['methods'], at: 'before' | 'after'): KillPoint {
  return {
    name,
    halt: ({ network }) => {
      const gate = network.proxy.gate({ methods: [network.methods[method]], at });
      return Promise.resolve({
        reached: () => gate.reached(),
        release: () => {
          network.proxy.clear();
          return Promise.resolve();
        },
      });
    },
  };
}

function atStorage(name: string, write: RefusedWrite): KillPoint {
  return {
    name,
    halt: ({ daemon }) => {
      const fault = StorageFault.refuse(daemon.dataDir, write);
      const seen = daemon.output.length;
      return Promise.resolve({
        reached: () => eventually('a refused write', () => daemon.output.slice(seen).includes('STORAGE_UNAVAILABLE')),
        release: () => {
          fault.lift();
          return Promise.resolve();
        },
      });
    },
  };
}

const ATTEMPT = { table: 'attempts', operation: 'UPDATE' } as const;

/** Between any two steps of a payment, in their order. */
export const KILL_POINTS: readonly KillPoint[] = [
  atNode('while the facts are gathered, nothing stored yet', 'facts', 'after'),
  {
    name: 'between the reservation and the signature',
    isSigning: true,
    halt: async ({ daemon }) => {
      const signer = await daemon.pauseSigner();
      return {
        reached: () => eventually('a reserved attempt', () => StorageFault.count(daemon.dataDir, "state = 'RESERVED'") > 0),
        release: () => {
          // Whoever outlives its daemon has to hear that it is alone.
          signer.resume();
          return Promise.resolve();
        },
      };
    },
  },
  {
    ...atStorage('between the signature and its record', { ...ATTEMPT, when: "NEW.state = 'SIGNED'" }),
    isSigning: true,
  },
  atStorage('between the record of the bytes and the broadcast', { ...ATTEMPT, when: "NEW.state = 'BROADCAST'" }),
  atNode('after the broadcast began, before the node hears of it', 'send', 'before'),
  atNode('between the acceptance by the node and its record', 'send', 'after'),
  atStorage('between the answer of the node and its record', {
    ...ATTEMPT,
    when: "OLD.state = 'BROADCAST' AND NEW.state = 'BROADCAST' AND NEW.outcome = 'known'",
  }),
  atNode('while the chain is asked what became of it', 'status', 'after'),
  atStorage('between the block and its record', {
    table: 'transactions',
    operation: 'UPDATE',
    when: "NEW.status = 'CONFIRMED'",
  }),
];
