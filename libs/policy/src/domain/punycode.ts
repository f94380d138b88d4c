// RFC 3492 with the parameters of IDNA.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_NON_ASCII = 128;
const INITIAL_BIAS = 72;

function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 97 : value + 22);
}

function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

function variableLength(delta: number, bias: number): string {
  let out = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) return out + digit(rest);
    out += digit(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

/** The A-label of a label with characters outside ASCII (`bücher` is `xn--bcher-kva`); an ASCII label stays as it is. */
export function toAsciiLabel(label: string): string {
  const points = [...label].map((char) => char.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < FIRST_NON_ASCII);
  if (basic.length === points.length) return label;
  let out = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '');
  let handled = basic.length;
  let next = FIRST_NON_ASCII;
  let bias = INITIAL_BIAS;
  let delta = 0;
  while (handled < points.length) {
    const from = next;
    const smallest = Math.min(...points.filter((point) => point >= from));
    delta += (smallest - next) * (handled + 1);
    for (const point of points) {
      if (point < smallest) delta += 1;
      if (point !== smallest) continue;
      out += variableLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    next = smallest + 1;
  }
  return `xn--${out}`;
}
