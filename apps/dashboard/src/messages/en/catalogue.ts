import { approvals } from './approvals';
import { first } from './first';
import { guard } from './guard';
import { overview } from './overview';
import { owned } from './owned';
import { upkeep } from './upkeep';
import { wallets } from './wallets';

export const en = {
  ...first,
  ...overview,
  ...approvals,
  ...guard,
  ...owned,
  ...upkeep,
  ...wallets,
} as const;
