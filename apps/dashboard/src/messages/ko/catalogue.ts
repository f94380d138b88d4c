import { approvals } from './approvals';
import { care } from './care';
import { errors } from './errors';
import { findings } from './findings';
import { guard } from './guard';
import { login } from './login';
import { issues } from './issues';
import { overview } from './overview';
import { owned } from './owned';
import { shell } from './shell';
import { refusals } from './refusals';
import { upkeep } from './upkeep';
import { wallets } from './wallets';

export const ko = {
  ...shell,
  ...login,
  ...errors,
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
