import { parseAssetId, type Chain } from '@waiaas/core';
import type { RequestToken } from '../request.js';
import { inside, refuse, type Place } from '../schema/schema.js';
import { addressOn, writtenAddress } from './readers.js';
import type { InstructionBody } from './request-body.schema.js';

export interface RequestPlace {
  readonly chain: Chain;
  /** Canonical; undefined where none is named. */
  readonly network: string | undefined;
}

type TokenBody = NonNullable<InstructionBody['token']>;

/** The address an asset id stands for; refused for another network, or where another address is given beside it. */
function addressOfAssetId(at: RequestPlace, { address, assetId }: TokenBody, place: Place): string | undefined {
  if (assetId === undefined) return undefined;
  const here = inside(place, 'assetId');
  const parsed = parseAssetId(assetId);
  if (parsed === undefined) return refuse(here, 'assetId', 'must be a CAIP-19 token id of a known network');
  const isHere = at.network === undefined ? parsed.network.chain === at.chain : parsed.network.name === at.network;
  if (!isHere) return refuse(here, 'network', 'is on another network than the request');
  // As it was written: an answer names what was asked for.
  if (address === undefined) return assetId.slice(assetId.lastIndexOf(':') + 1);
  const isSame = addressOn(at.chain, address, inside(place, 'address')) === parsed.address;
  return isSame ? address : refuse(here, 'conflict', 'contradicts the address');
}

/** The token of a request. Its asset id only has to agree: what is judged is network and address. */
export function readToken(at: RequestPlace, token: TokenBody, place: Place): RequestToken | undefined {
  const { address, decimals, symbol, assetId } = token;
  if (address === undefined && assetId === undefined) return refuse(inside(place, 'address'), 'required', 'is missing');
  const canonical =
    assetId === undefined
      ? writtenAddress(at.chain, address ?? '', inside(place, 'address'))
      : addressOfAssetId(at, token, place);
  if (canonical === undefined) return undefined;
  return {
    address: canonical,
    ...(decimals === undefined ? {} : { decimals }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(assetId === undefined ? {} : { assetId }),
  };
}
