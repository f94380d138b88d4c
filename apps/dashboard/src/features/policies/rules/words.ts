import { groupDigits } from '../../../lib/format-amount';
import { dayName } from '../../../lib/format-time';
import { shortAddress } from '../../../lib/group-address';
import { isPolicyKey, type PolicyText } from '../policy-text';

/** As weeks are written: Monday first. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

export function isDayList(name: string, list: readonly unknown[]): list is readonly number[] {
  return name === 'allowed_days' && list.every((day) => typeof day === 'number');
}

/** `Mon–Fri`, `Mon, Wed, Sat`: runs of three and more are drawn together. */
export function dayNames(days: readonly number[], language: string): string {
  const runs: number[][] = [];
  for (const [place, day] of WEEK.entries()) {
    if (!days.includes(day)) continue;
    const run = runs.at(-1);
    if (run !== undefined && place > 0 && run.at(-1) === WEEK[place - 1]) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined): string => dayName(day ?? 0, language);
  return runs.flatMap((run) => (run.length > 2 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map(name))).join(', ');
}

/** Every digit, grouped. Base units that are too long to read stay as they are typed. */
export function amountText(text: string): string {
  return text.length > 15 ? text : groupDigits(text);
}

const CAIP19 = /^(.+)\/(?:erc20|token):(.+)$/;

/** The coin, or a token by its ends and the network's id. */
export function assetName(key: string, t: PolicyText): string {
  const known = `policies.asset.${key}`;
  if (isPolicyKey(known)) return t(known);
  const [, network, address] = CAIP19.exec(key) ?? [];
  return network === undefined || address === undefined ? key : `${shortAddress(address)} (${network.slice(0, 20)})`;
}
