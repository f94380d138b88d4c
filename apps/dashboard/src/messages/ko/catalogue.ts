import { approvals } from './approvals';
import { errors } from './errors';
import { guard } from './guard';
import { login } from './login';
import { overview } from './overview';
import { owned } from './owned';
import { shell } from './shell';
import { upkeep } from './upkeep';
import { wallets } from './wallets';

export const ko = {
  ...shell,
  ...login,
  ...errors,
  ...overview,
  ...approvals,
  ...guard,
  ...owned,
  ...upkeep,
  ...wallets,
} as const;
