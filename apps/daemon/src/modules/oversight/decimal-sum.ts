const DIGITS = 18;

/** The sum of decimal texts, exactly; digits beyond the 18th after the point are none of ours. */
export function sumOfDecimals(texts: readonly string[]): string {
  const sum = texts.reduce((total, text) => {
    const [whole = '0', fraction = ''] = text.split('.');
    return total + BigInt(whole + fraction.padEnd(DIGITS, '0').slice(0, DIGITS));
  }, 0n);
  const digits = sum.toString().padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -DIGITS) : `${digits.slice(0, -DIGITS)}.${fraction}`;
}
