import { Config } from '../../config/config.js';

const COVERS_LOOPBACK = new Set(['127.0.0.1', 'localhost', '0.0.0.0', '::']);

/** Where the daemon really listens; known only once it does. */
export class ListeningAddress {
  #port: number | undefined;
  #hostname: string | undefined;

  constructor(private readonly config: Config) {}

  listensOn(port: number, hostname: string): void {
    this.#port = port;
    this.#hostname = hostname;
  }

  hostname(): string {
    return this.#hostname ?? this.config.get('daemon.hostname') ?? '127.0.0.1';
  }

  port(): number {
    return this.#port ?? this.config.get('daemon.port');
  }

  /** The origin for programs on this machine: loopback, unless something else alone is listened on. */
  local(): string {
    const hostname = this.hostname();
    if (hostname === '::1') return `http://[::1]:${this.port()}`;
    return COVERS_LOOPBACK.has(hostname) ? `http://127.0.0.1:${this.port()}` : this.current();
  }

  /** The origin people are told: the configured one, or loopback with the port in use. */
  current(): string {
    return this.config.get('daemon.public_origin') ?? `http://127.0.0.1:${this.port()}`;
  }
}
