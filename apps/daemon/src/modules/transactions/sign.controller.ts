import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { resolveNetwork, validationError, networksOf, type Network } from '@waiaas/core';
import {
  networkOfSend,
  prepareMessage,
  prepareTransaction,
  prepareTypedData,
  readTypedData,
  type WalletSnapshot,
} from '@waiaas/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Auth, type ActorCarrier } from '../../common/auth/auth.decorator.js';
import { asSession, walletOfSession } from '../../common/auth/wallet-scope.js';
import { requestState } from '../../common/http/request-state.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { AnswerLedger } from './answer-ledger.js';
import { comparedSigning } from './compared-body.js';
import { SignMessageDto, SignTransactionDto } from './dto/sign.dto.js';
import { WalletQuery } from './dto/transactions.query.js';
import { isIdempotencyKey } from './preferences.js';
import { SignService, type SignatureCall } from './sign.service.js';
import { SignatureReplays } from './signature-replays.service.js';
import { WalletSnapshots } from './wallet-snapshots.repository.js';

type Request = FastifyRequest & ActorCarrier;
type Prepared = Pick<SignatureCall, 'network' | 'prepare'>;

interface Asked {
  readonly route: 'sign' | 'sign-message';
  readonly body: SignTransactionDto | SignMessageDto;
  readonly inQuery: string | undefined;
}

@Controller('v1/transactions')
export class SignController {
  constructor(
    private readonly signing: SignService,
    private readonly replays: SignatureReplays,
    private readonly wallets: WalletSnapshots,
    private readonly chains: ChainRegistry,
    private readonly answers: AnswerLedger,
  ) {}

  @Post('sign')
  @HttpCode(200)
  @Auth('session', { bucket: 'transaction' })
  async sign(
    @Body() body: SignTransactionDto,
    @Query() query: WalletQuery,
    @Req() request: Request,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#serve({ route: 'sign', body, inQuery: query.walletId }, { request, reply }, (wallet) => {
      const network = named(wallet, body.network);
      const raw = this.chains.raw(network.name);
      const place = { wallet, network };
      return { network, prepare: (ports) => prepareTransaction({ ...ports, raw }, place, body.transaction) };
    });
  }

  @Post('sign-message')
  @HttpCode(200)
  @Auth('session', { bucket: 'transaction' })
  async signMessage(
    @Body() body: SignMessageDto,
    @Query() query: WalletQuery,
    @Req() request: Request,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const hasMessage = body.signType !== 'typedData';
    if (hasMessage !== (body.message !== undefined) || hasMessage === (body.typedData !== undefined)) {
      const path = hasMessage ? 'message' : 'typedData';
      throw validationError([
        { path, code: 'exactlyOne', message: 'exactly one of message (personal) and typedData is required' },
      ]);
    }
    await this.#serve({ route: 'sign-message', body, inQuery: query.walletId }, { request, reply }, (wallet) =>
      hasMessage ? personal(wallet, body) : typed(wallet, body),
    );
  }

  async #serve(
    { route, body, inQuery }: Asked,
    { request, reply }: { readonly request: Request; readonly reply: FastifyReply },
    prepare: (wallet: WalletSnapshot) => Prepared,
  ): Promise<void> {
    const actor = asSession(request.actor);
    const walletId = walletOfSession(actor, body.walletId, inQuery);
    const wallet = await this.wallets.get(walletId);
    const header = keyHeader(request);
    const key =
      header === undefined
        ? undefined
        : this.replays.keyOf(actor.sessionId, route, header, { compared: comparedSigning(body), walletId });
    const {
      id,
      status,
      body: answer,
      isReplay,
    } = await this.signing.sign({
      ...{ actor, wallet, key, requestId: requestState(request.raw).requestId },
      isGone: () => request.raw.socket.destroyed,
      ...prepare(wallet),
    });
    this.answers.follow(id, reply);
    await reply
      .status(status)
      .headers(isReplay ? { 'Idempotent-Replayed': 'true' } : {})
      .send(answer);
  }
}

function named(wallet: WalletSnapshot, name: string | undefined): Network {
  const network = networkOfSend(wallet, name);
  if (!network.ok) throw network.error;
  return network.value;
}

function personal(wallet: WalletSnapshot, { network: name, message = '' }: SignMessageDto): Prepared {
  const network = named(wallet, name);
  return { network, prepare: (ports) => prepareMessage(ports, { wallet, network }, message) };
}

/** Typed data says its chain itself; a network named beside it must be that one. */
function typed(wallet: WalletSnapshot, { network: name, typedData }: SignMessageDto): Prepared {
  const network = named(wallet, name ?? networkInDomain(wallet, typedData));
  const data = readTypedData(typedData, network);
  return { network, prepare: (ports) => prepareTypedData(ports, { wallet, network }, data) };
}

function networkInDomain({ chain, environment }: WalletSnapshot, typedData: SignMessageDto['typedData']): string | undefined {
  const domain = typedData?.['domain'];
  const chainId = typeof domain === 'object' && domain !== null ? (domain as { chainId?: unknown }).chainId : undefined;
  if (typeof chainId !== 'number' && typeof chainId !== 'string') return undefined;
  const network = resolveNetwork(`eip155:${String(Number(chainId))}`);
  return network !== undefined && networksOf(chain, environment).includes(network) ? network.name : undefined;
}

function keyHeader(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header === 'string' && isIdempotencyKey(header)) return header;
  throw validationError([
    { path: 'Idempotency-Key', code: 'isIdempotencyKey', message: 'must be 1 to 128 visible ASCII characters' },
  ]);
}
