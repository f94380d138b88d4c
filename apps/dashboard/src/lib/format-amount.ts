const GROUP = /\B(?=(\d{3})+(?!\d))/g;

/** Base units as a decimal number, exactly: `1234500000` with 6 decimals is `1234.5`. */
export function toDecimal(baseUnits: string, decimals: number): string {
  const isNegative = baseUnits.startsWith('-');
  const digits = baseUnits.replace('-', '').padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/^0+(?=\d)/, '');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${isNegative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A decimal number with its thousands grouped; no digit is dropped. */
export function groupDigits(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(GROUP, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function formatAmount(baseUnits: string, decimals: number): string {
  return groupDigits(toDecimal(baseUnits, decimals));
}

/** Dollars with two decimals, cut rather than rounded up to more than there is. */
export function formatUsd(usd: string | number): string {
  const [whole = '0', fraction = ''] = (typeof usd === 'number' ? usd.toFixed(2) : usd).split('.');
  return `${groupDigits(whole)}.${fraction.slice(0, 2).padEnd(2, '0')}`;
}
