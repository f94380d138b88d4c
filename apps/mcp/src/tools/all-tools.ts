import type { Tool } from '../tool.js';
import { historyTools } from './history.tools.js';
import { paymentTools } from './payment.tools.js';
import { walletTools } from './wallet.tools.js';

/** What an agent can ask for: the routes of a session, and no other. */
export const ALL_TOOLS: readonly Tool[] = [...walletTools, ...paymentTools, ...historyTools];
