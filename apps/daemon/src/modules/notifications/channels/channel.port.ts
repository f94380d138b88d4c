import type { ChannelName } from '@waiaas/api-types';
import type { CallOutcome } from '../../../infra/outbound/outbound-outcome.js';

/** One notice as people read it. Every text is one line of printable characters; the markup of no service is in it. */
export interface ChannelMessage {
  readonly title: string;
  readonly lines: readonly string[];
  readonly link: string | null;
  readonly isUrgent: boolean;
}

/** A way to tell somebody. */
export interface Channel {
  readonly name: ChannelName;
  isConfigured(): boolean;
  /** Never throws. */
  send(message: ChannelMessage, signal: AbortSignal): Promise<CallOutcome>;
}

/** The whole message as plain text of at most `limit` characters; what does not fit is cut at a line. */
export function plainText({ title, lines, link }: ChannelMessage, limit: number): string {
  const tail = link === null ? [] : [link];
  const kept = [title];
  for (const line of lines) {
    if ([...kept, line, ...tail, '…'].join('\n').length > limit) return [...kept, '…', ...tail].join('\n').slice(0, limit);
    kept.push(line);
  }
  return [...kept, ...tail].join('\n').slice(0, limit);
}
