/**
 * The origin named in challenge texts: `daemon.public_origin`, or `http://127.0.0.1:<port>` with the port really listened on.
 * Scheme, host and port, without a trailing slash.
 */
export abstract class PublicOrigin {
  abstract current(): string;
}
