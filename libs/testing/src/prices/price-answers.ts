/** What a source says of one asset, as JSON text, so that a test decides every character. */
export interface QuotedPrice {
  /** CoinGecko: the price. Hermes: the mantissa, to be read with `expo`. */
  readonly price: string;
  /** Unix seconds; null leaves the member out. */
  readonly at: number | null;
  readonly currency?: string;
  readonly expo?: number;
  readonly conf?: string;
}

type Prices = ReadonlyMap<string, QuotedPrice>;

/** `/api/v3/simple/price` and `/simple/token_price/<platform>`: what is not known is left out. */
export function coinGeckoAnswer(url: URL, prices: Prices): string {
  const ids = (url.searchParams.get('ids') ?? url.searchParams.get('contract_addresses') ?? '').split(',');
  // Token addresses of EVM platforms come back in lower case.
  const nameOf = (id: string) => (/^0x[0-9a-fA-F]{40}$/.test(id) ? id.toLowerCase() : id);
  const members = ids.flatMap((id) => {
    const quoted = prices.get(nameOf(id));
    if (quoted === undefined) return [];
    const at = quoted.at === null ? '' : `,"last_updated_at":${quoted.at}`;
    return [`"${nameOf(id)}":{"${quoted.currency ?? 'usd'}":${quoted.price}${at}}`];
  });
  return `{${members.join(',')}}`;
}

/** `/v2/updates/price/latest`: one unknown id spoils the whole question, as Hermes has it. */
export function hermesAnswer(url: URL, prices: Prices): string | undefined {
  const ids = url.searchParams.getAll('ids[]').map((id) => id.replace(/^0x/, ''));
  if (ids.length === 0 || ids.some((id) => !prices.has(id))) return undefined;
  const parsed = ids.map((id) => {
    const { price, at, expo = -8, conf = '1' } = prices.get(id) ?? { price: '0', at: 0 };
    const member = `{"price":"${price}","conf":"${conf}","expo":${expo},"publish_time":${at ?? 0}}`;
    return `{"id":"${id}","price":${member},"ema_price":${member},"metadata":{"slot":1,"proof_available_time":${at ?? 0},"prev_publish_time":${at ?? 0}}}`;
  });
  return `{"binary":{"encoding":"hex","data":["00"]},"parsed":[${parsed.join(',')}]}`;
}
