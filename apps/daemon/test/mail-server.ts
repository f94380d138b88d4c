import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

/** A mail server that takes every mail, or refuses every recipient. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  isRefusing = false;
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #waiting: (() => void)[] = [];

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    await new Promise<void>((resolve) => mail.#server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async received(): Promise<ReceivedMail> {
    if (this.mails.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const [mail] = this.mails;
    if (mail === undefined) throw new Error('no mail came');
    return mail;
  }

  close(): void {
    this.#server.close();
  }

  #serve(socket: Socket): void {
    let rest = '';
    const talk = new Conversation(this, (line) => socket.write(`${line}\r\n`));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) talk.hear(line);
    });
  }

  take(mail: ReceivedMail): void {
    this.mails.push(mail);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** One client, from greeting to end. */
class Conversation {
  #data: string | undefined;
  #from = '';
  #to: string[] = [];

  constructor(
    private readonly server: MailServer,
    private readonly say: (line: string) => void,
  ) {
    say('220 mail.test ESMTP');
  }

  hear(line: string): void {
    if (this.#data !== undefined) this.#content(line, this.#data);
    else this.#command(line);
  }

  #content(line: string, before: string): void {
    this.#data = line === '.' ? undefined : `${before}${line}\n`;
    if (line !== '.') return;
    this.server.take({ from: this.#from, to: this.#to, data: before });
    this.say('250 taken');
  }

  #command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    const argument = line.slice(5);
    if (verb === 'MAIL') this.#from = argument;
    if (verb === 'RCPT') this.#to.push(argument);
    if (verb === 'DATA') this.#data = '';
    if (verb === 'RCPT' && this.server.isRefusing) this.say('550 nobody here');
    else this.say(ANSWERS[verb] ?? '250 ok');
  }
}

const ANSWERS: Readonly<Record<string, string>> = { DATA: '354 go on', QUIT: '221 bye' };
