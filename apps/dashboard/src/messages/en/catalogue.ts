import { approvals } from './approvals';
import { care } from './care';
import { first } from './first';
import { findings } from './findings';
import { guard } from './guard';
import { issues } from './issues';
import { overview } from './overview';
import { owned } from './owned';
import { refusals } from './refusals';
import { upkeep } from './upkeep';
import { wallets } from './wallets';

export const en = {
  ...first,
  ...overview,
  ...approvals,
  ...findings,
  ...care,
  ...guard,
  ...issues,
  ...owned,
  ...refusals,
  ...upkeep,
  ...wallets,
} as const;
