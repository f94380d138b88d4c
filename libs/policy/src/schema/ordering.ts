import { decimalText } from '../money/decimal.js';
import { isAbove, type Ratio } from '../money/ratio.js';
import { inside, refuse, type Place } from './schema.js';

// Members reach this check after their own schema: base units are longer than a decimal in USD may be.
function figure(input: unknown): Ratio | undefined {
  const [whole = '', fraction = ''] = (decimalText(input) ?? '').split('.');
  return whole === '' ? undefined : { num: BigInt(whole + fraction), den: 10n ** BigInt(fraction.length) };
}

/** A warning that comes after its maximum never comes. */
export function warnsBelow(
  value: object,
  { warning, max }: { readonly warning: string; readonly max: string },
  place: Place,
): void {
  const figures = value as Readonly<Record<string, unknown>>;
  const [low, high] = [figure(figures[warning]), figure(figures[max])];
  if (low !== undefined && high !== undefined && isAbove(low, high)) {
    refuse(inside(place, warning), 'order', `must be at most ${max}`);
  }
}

/** The given members must not fall in the order they are named; those left out are skipped. */
export function ascending(value: object, members: readonly string[], place: Place): void {
  const given = members.filter((member) => Object.hasOwn(value, member));
  given.slice(1).forEach((member, index) => {
    const before = given[index] ?? '';
    const [low, high] = [before, member].map((key) => figure((value as Readonly<Record<string, unknown>>)[key]));
    if (low !== undefined && high !== undefined && isAbove(low, high)) {
      refuse(inside(place, member), 'order', `must be at least ${before}`);
    }
  });
}
