import type { PolicySettings } from '../facts.js';
import { TIERS } from '../rules/finding.js';
import { isRecord } from '../schema/object.js';
import { flag, integer, oneOf } from '../schema/scalars.js';
import { inside, insideUnknown, refuse, type Schema } from '../schema/schema.js';

const MAX_SECONDS = 2_592_000;
const PROVIDER_SWITCH = /^actions\.[a-z0-9][a-z0-9_-]{0,63}_enabled$/;

type Reader = readonly [name: keyof PolicySettings | undefined, schema: Schema<unknown>];

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['policy.default_deny_tokens', ['defaultDenyTokens', flag()]],
  ['policy.default_deny_contracts', ['defaultDenyContracts', flag()]],
  ['policy.default_deny_spenders', ['defaultDenySpenders', flag()]],
  ['policy.default_deny_x402_domains', ['defaultDenyX402Domains', flag()]],
  ['policy.default_deny_erc8128_domains', ['defaultDenyErc8128Domains', flag()]],
  ['policy.default_deny_venues', ['defaultDenyVenues', flag()]],
  ['policy.sign_message_default_tier', ['signMessageDefaultTier', oneOf(TIERS)]],
  ['policy.typed_data_default_tier', ['typedDataDefaultTier', oneOf(TIERS)]],
  ['policy.default_delay_seconds', ['defaultDelaySeconds', integer(60, MAX_SECONDS)]],
  ['policy.default_approval_timeout_seconds', ['defaultApprovalTimeoutSeconds', integer(1, MAX_SECONDS)]],
  ['policy.default_erc8128_rpm', ['defaultErc8128Rpm', integer(1, 6000)]],
  ['policy.loosening_delay_seconds', [undefined, integer(0, MAX_SECONDS)]],
]);

// A provider's switch decides whether the server may call its own request trusted; a what-if says that by itself.
const SWITCH: Reader = [undefined, flag()];

/** The settings a verdict depends on, by their keys. Those that only other acts look at are checked and dropped. */
export function settingsPart(): Schema<Partial<PolicySettings>> {
  return {
    json: { type: 'object' },
    read(input, place) {
      if (!isRecord(input)) return refuse(place, 'type', 'must be an object');
      const entries = Object.entries(input).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
        const reader = READERS.get(key) ?? (PROVIDER_SWITCH.test(key) ? SWITCH : undefined);
        if (reader === undefined) {
          refuse(insideUnknown(place, key), 'unknown', 'is not a known setting');
          return [];
        }
        const [name, schema] = reader;
        const read = schema.read(value, inside(place, key));
        return name === undefined || read === undefined ? [] : [[name, read]];
      });
      return Object.fromEntries(entries);
    },
  };
}
