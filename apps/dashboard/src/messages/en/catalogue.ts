import { approvals } from './approvals';
import { errors } from './errors';
import { login } from './login';
import { overview } from './overview';
import { shell } from './shell';
import { wallets } from './wallets';

export const en = { ...shell, ...login, ...errors, ...overview, ...approvals, ...wallets } as const;
