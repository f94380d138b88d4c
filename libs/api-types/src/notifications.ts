/** Notification routes (api.md §12). Times are Unix seconds. */
export type ChannelName = 'telegram' | 'discord' | 'slack' | 'ntfy' | 'email';

export interface ChannelStatus {
  name: ChannelName;
  /** Configured, and notifications are on. */
  enabled: boolean;
  /** How its last message went; null where there was none. */
  working: boolean | null;
  lastError: string | null;
  pending: number;
  /** Given up; may be redelivered. */
  dead: number;
}

export interface NotificationStatusResponse {
  enabled: boolean;
  channels: ChannelStatus[];
  /** Whether a critical notice would reach somebody; when not, what is wrong. */
  reachable: boolean;
  banner: string | null;
}

export interface TestNotificationRequest {
  channel?: ChannelName;
}

export interface TestNotificationResponse {
  results: { channel: ChannelName; success: boolean; error?: string }[];
}

export interface NotificationLogItem {
  id: string;
  eventType: string;
  walletId: string | null;
  channel: string;
  status: 'pending' | 'sent' | 'failed' | 'dead';
  error: string | null;
  message: string;
  createdAt: number;
}

export interface NotificationLogResponse {
  logs: NotificationLogItem[];
  total: number;
  page: number;
  pageSize: number;
}
