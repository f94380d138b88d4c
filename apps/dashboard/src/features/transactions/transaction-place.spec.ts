import { describe, expect, it } from 'vitest';
import { paramsOf, placeIn, type TransactionPlace } from './transaction-place';

const ID = '0198f1aa-0000-7000-8000-000000000002';
const read = (query: string): TransactionPlace => placeIn(new URLSearchParams(query));

describe('the address of a list of transactions', () => {
  it.each<TransactionPlace>([
    {},
    { status: 'FAILED' },
    { search: '0x8617E340', cursor: ID },
    { status: 'QUEUED', search: 'abc-1', newerCursor: ID },
  ])('leads to the same rows again: %o', (place) => {
    expect(placeIn(new URLSearchParams(paramsOf(place)))).toEqual(place);
  });

  it.each([
    ['a status that there is none of', 'status=DONE'],
    ['a row that cannot be one', 'cursor=1&newer=%27%20OR%201'],
    ['characters that nothing has', 'search=%25%3C%3E_'],
    ['what it does not know', 'limit=100&offset=3&wallet_id=x'],
  ])('leaves out %s', (_, query) => {
    expect(read(query)).toEqual({});
  });

  it('goes one way where it says both', () => {
    expect(read(`cursor=${ID}&newer=${ID}`)).toEqual({ cursor: ID });
  });

  it('is not endless', () => {
    expect(read(`search=${'a'.repeat(5000)}`).search).toHaveLength(128);
  });
});
