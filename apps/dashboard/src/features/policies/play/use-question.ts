import type { EvaluatePolicyRequest, WalletItem } from '@waiaas/api-types';
import { useState } from 'react';
import { parseObject } from '../rules/draft';
import { networksOf } from '../rules/networks';
import { bodyOf, NO_FIELDS, type Fields } from './request-fields';
import { FORM_KINDS, templateOf, type RequestKind } from './request-templates';

interface Asked {
  readonly walletId: string;
  readonly network: string;
  readonly kind: RequestKind;
  readonly isForm: boolean;
  readonly fields: Fields;
  readonly json: string;
  /** Parts of the question beside the request, as JSON; empty: as things are now. */
  readonly facts: string;
}

export interface Question extends Asked {
  readonly askAs: (wallet: WalletItem | undefined) => void;
  readonly askOn: (network: string) => void;
  readonly askFor: (kind: RequestKind) => void;
  readonly fill: (change: Partial<Fields>) => void;
  readonly write: (json: string) => void;
  readonly state: (facts: string) => void;
  readonly showForm: (isForm: boolean) => void;
  /** What is sent; undefined while a JSON is none. */
  readonly body: EvaluatePolicyRequest | undefined;
}

const pretty = (value: unknown): string => JSON.stringify(value, undefined, 2);

function questionOf(asked: Asked): EvaluatePolicyRequest | undefined {
  const request = asked.isForm ? bodyOf(asked.kind, asked.network, asked.fields) : parseObject(asked.json);
  const facts = asked.facts.trim() === '' ? {} : parseObject(asked.facts);
  if (request === undefined || facts === undefined) return undefined;
  return { ...(asked.walletId === '' ? {} : { walletId: asked.walletId }), ...facts, request };
}

/** The question on its way: form and JSON are kept apart, and which of them is seen is what is asked. */
export function useQuestion(wallet: WalletItem | undefined): Question {
  const [asked, setAsked] = useState<Asked>(() => ({
    ...{ walletId: wallet?.id ?? '', network: networkOf(wallet), kind: 'TRANSFER', isForm: true, fields: NO_FIELDS },
    ...{ json: '{}', facts: '' },
  }));
  const { kind, network, fields } = asked;
  const change = (next: Partial<Asked>): void => setAsked({ ...asked, ...next });
  // The network stands in the JSON too; what else was written there is kept.
  const askOn = (next: string, walletId = asked.walletId): void => {
    const written = parseObject(asked.json);
    change({ walletId, network: next, ...(written === undefined ? {} : { json: pretty({ ...written, network: next }) }) });
  };
  return {
    ...asked,
    askAs: (next) => askOn(networkOf(next, network), next?.id ?? ''),
    askOn,
    askFor: (next) => change({ kind: next, isForm: FORM_KINDS.includes(next), json: pretty(templateOf(next, network)) }),
    fill: (more) => change({ fields: { ...fields, ...more } }),
    write: (json) => change({ json }),
    state: (facts) => change({ facts }),
    showForm: (isForm) => change(isForm ? { isForm } : { isForm, json: pretty(bodyOf(kind, network, fields)) }),
    body: questionOf(asked),
  };
}

function networkOf(wallet: WalletItem | undefined, wanted = ''): string {
  if (wallet === undefined) return wanted === '' ? 'ethereum-mainnet' : wanted;
  const networks = networksOf(wallet);
  return networks.find((name) => name === wanted) ?? networks[0] ?? '';
}
